@NullMarked
package io.sluice.job.lake.write;

import org.jspecify.annotations.NullMarked;
