/** The documentation that comes with the command, for reading in a terminal. */
@NullMarked
package io.sluice.cli.docs;

import org.jspecify.annotations.NullMarked;
