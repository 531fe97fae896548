/** Spans of records that are worth one, by OpenTelemetry. */
@NullMarked
package io.sluice.job.trace;

import org.jspecify.annotations.NullMarked;
