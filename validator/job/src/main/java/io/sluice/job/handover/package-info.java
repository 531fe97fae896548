@NullMarked
package io.sluice.job.handover;

import org.jspecify.annotations.NullMarked;
