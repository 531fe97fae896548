/** Kafka records as read, before decoding. */
@NullMarked
package io.sluice.raw;

import org.jspecify.annotations.NullMarked;
