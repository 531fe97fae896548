/** What lint finds in a file, and at which position. */
@NullMarked
package io.sluice.finding;

import org.jspecify.annotations.NullMarked;
