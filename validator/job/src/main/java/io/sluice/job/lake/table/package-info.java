/** Tables: created, evolved, and read for what they have. */
@NullMarked
package io.sluice.job.lake.table;

import org.jspecify.annotations.NullMarked;
