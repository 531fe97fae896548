/** Where reading starts: what is remembered of it, and the table of rules that decides. */
@NullMarked
package io.sluice.job.start;

import org.jspecify.annotations.NullMarked;
