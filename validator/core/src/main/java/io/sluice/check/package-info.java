/** Checks a record through all stages. */
@NullMarked
package io.sluice.check;

import org.jspecify.annotations.NullMarked;
