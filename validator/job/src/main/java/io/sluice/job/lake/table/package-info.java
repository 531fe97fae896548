@NullMarked
package io.sluice.job.lake.table;

import org.jspecify.annotations.NullMarked;
