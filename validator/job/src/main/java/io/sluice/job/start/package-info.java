/** The start of reading: start records, and the rules that decide. */
@NullMarked
package io.sluice.job.start;

import org.jspecify.annotations.NullMarked;
