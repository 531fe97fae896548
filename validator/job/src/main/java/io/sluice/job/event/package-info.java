@NullMarked
package io.sluice.job.event;

import org.jspecify.annotations.NullMarked;
