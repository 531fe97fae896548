/** Mistakes in set-up files, each with its position and remedy. */
@NullMarked
package io.sluice.problem;

import org.jspecify.annotations.NullMarked;
