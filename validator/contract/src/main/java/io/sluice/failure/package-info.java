/** The kinds of failure, and problems in files with their positions. */
@NullMarked
package io.sluice.failure;

import org.jspecify.annotations.NullMarked;
