/** Checks of contract files that need no records. */
@NullMarked
package io.sluice.lint;

import org.jspecify.annotations.NullMarked;
