/**
 * The events between the coordinator and the readers. {@link io.sluice.job.split.KnownSchema} is
 * one too, but it is also part of checkpoints.
 */
@NullMarked
package io.sluice.job.event;

import org.jspecify.annotations.NullMarked;
