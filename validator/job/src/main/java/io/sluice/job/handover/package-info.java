/** The values that the gate hands over to the writers. */
@NullMarked
package io.sluice.job.handover;

import org.jspecify.annotations.NullMarked;
