/** Dead letters in pieces, joined again. */
@NullMarked
package io.sluice.pieces;

import org.jspecify.annotations.NullMarked;
