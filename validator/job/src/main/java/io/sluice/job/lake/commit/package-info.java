/** From the reports of a checkpoint to commits into tables. */
@NullMarked
package io.sluice.job.lake.commit;

import org.jspecify.annotations.NullMarked;
