/** What can be said of contract files before any record is seen. */
@NullMarked
package io.sluice.lint;

import org.jspecify.annotations.NullMarked;
