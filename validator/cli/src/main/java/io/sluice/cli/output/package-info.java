/** What commands print, and how they exit. */
@NullMarked
package io.sluice.cli.output;

import org.jspecify.annotations.NullMarked;
