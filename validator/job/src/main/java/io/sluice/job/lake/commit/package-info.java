/** Commits to tables, from the reports of a checkpoint. */
@NullMarked
package io.sluice.job.lake.commit;

import org.jspecify.annotations.NullMarked;
