/** Data in Kafka: source records, dead letters, start records, and settled offsets. */
@NullMarked
package io.sluice.audit.kafka;

import org.jspecify.annotations.NullMarked;
