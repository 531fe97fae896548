/** The metric catalog, and the registration of metrics with Flink. */
@NullMarked
package io.sluice.job.metric;

import org.jspecify.annotations.NullMarked;
