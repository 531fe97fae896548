/** A Kafka record as it was read, before anything is known about it. */
@NullMarked
package io.sluice.raw;

import org.jspecify.annotations.NullMarked;
