/** What lint finds in a file, and where it stands. */
@NullMarked
package io.sluice.finding;

import org.jspecify.annotations.NullMarked;
