/** What is measured: the catalog of metrics, and how they are registered with Flink. */
@NullMarked
package io.sluice.job.metric;

import org.jspecify.annotations.NullMarked;
