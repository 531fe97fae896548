/** Joins dead letters that were split into pieces. */
@NullMarked
package io.sluice.pieces;

import org.jspecify.annotations.NullMarked;
