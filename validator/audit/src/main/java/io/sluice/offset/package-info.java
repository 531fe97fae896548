/** Coordinates of records in Kafka, and sets of them. */
@NullMarked
package io.sluice.offset;

import org.jspecify.annotations.NullMarked;
