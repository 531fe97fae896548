@NullMarked
package io.sluice.job.gate;

import org.jspecify.annotations.NullMarked;
