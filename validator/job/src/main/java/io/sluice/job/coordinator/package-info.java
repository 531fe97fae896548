@NullMarked
package io.sluice.job.coordinator;

import org.jspecify.annotations.NullMarked;
