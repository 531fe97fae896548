/** Limits that keep any input from exhausting the job. */
@NullMarked
package io.sluice.limit;

import org.jspecify.annotations.NullMarked;
