/** The Flink job, assembled from its parts. */
@NullMarked
package io.sluice.job;

import org.jspecify.annotations.NullMarked;
