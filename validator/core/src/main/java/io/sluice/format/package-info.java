/** Named formats of text, for checks and expressions. */
@NullMarked
package io.sluice.format;

import org.jspecify.annotations.NullMarked;
