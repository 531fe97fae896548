/** Output formats and exit codes of commands. */
@NullMarked
package io.sluice.cli.output;

import org.jspecify.annotations.NullMarked;
