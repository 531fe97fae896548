/** How far each table is: the marks that its commits move. */
@NullMarked
package io.sluice.job.mark;

import org.jspecify.annotations.NullMarked;
