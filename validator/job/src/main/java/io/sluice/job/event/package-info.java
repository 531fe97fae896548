/**
 * What the coordinator and the readers send each other. So is {@link
 * io.sluice.job.split.KnownSchema}, which checkpoints keep, too.
 */
@NullMarked
package io.sluice.job.event;

import org.jspecify.annotations.NullMarked;
