/** Data files, and the reports of the writers. */
@NullMarked
package io.sluice.job.lake.write;

import org.jspecify.annotations.NullMarked;
