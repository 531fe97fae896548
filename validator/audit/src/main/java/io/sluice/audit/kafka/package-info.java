/** What Kafka holds: source records, dead letters, start records, settled offsets. */
@NullMarked
package io.sluice.audit.kafka;

import org.jspecify.annotations.NullMarked;
