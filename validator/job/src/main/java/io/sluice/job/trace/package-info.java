/** OpenTelemetry spans of dead and slow records. */
@NullMarked
package io.sluice.job.trace;

import org.jspecify.annotations.NullMarked;
