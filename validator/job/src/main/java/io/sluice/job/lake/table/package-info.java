/** Tables: creation, evolution, and marks. */
@NullMarked
package io.sluice.job.lake.table;

import org.jspecify.annotations.NullMarked;
