/** The marks of tables, which commits move. */
@NullMarked
package io.sluice.job.mark;

import org.jspecify.annotations.NullMarked;
