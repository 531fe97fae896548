/** Flink's source: the reader that takes records from Kafka and passes them to the gates. */
@NullMarked
package io.sluice.job.source;

import org.jspecify.annotations.NullMarked;
