@NullMarked
package io.sluice.job.split;

import org.jspecify.annotations.NullMarked;
