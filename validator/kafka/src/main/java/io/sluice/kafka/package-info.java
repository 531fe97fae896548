/**
 * Kafka's clients as Sluice uses them: the admin client, a reader of topics, and logs in compacted
 * topics.
 */
@NullMarked
package io.sluice.kafka;

import org.jspecify.annotations.NullMarked;
