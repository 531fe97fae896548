/**
 * Sluice's use of the Kafka clients: the admin client, a topic reader, and state in compacted
 * topics.
 */
@NullMarked
package io.sluice.kafka;

import org.jspecify.annotations.NullMarked;
