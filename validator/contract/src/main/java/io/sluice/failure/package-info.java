/** Why Sluice cannot go on, by kind, and problems in files with their places. */
@NullMarked
package io.sluice.failure;

import org.jspecify.annotations.NullMarked;
