/** What the coordinator and the readers send each other. */
@NullMarked
package io.sluice.job.event;

import org.jspecify.annotations.NullMarked;
