/** What was found about one record, and what becomes of it. */
@NullMarked
package io.sluice.verdict;

import org.jspecify.annotations.NullMarked;
