/** Flink's source: the reader that passes records from Kafka to the gates. */
@NullMarked
package io.sluice.job.source;

import org.jspecify.annotations.NullMarked;
