/** The verdict on a record. */
@NullMarked
package io.sluice.verdict;

import org.jspecify.annotations.NullMarked;
