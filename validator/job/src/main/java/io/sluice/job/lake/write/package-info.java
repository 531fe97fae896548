/** From rows to data files, and what writers report of them. */
@NullMarked
package io.sluice.job.lake.write;

import org.jspecify.annotations.NullMarked;
