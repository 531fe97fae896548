/** From rows to tables: files, marks and their commits. */
@NullMarked
package io.sluice.job.lake;

import org.jspecify.annotations.NullMarked;
