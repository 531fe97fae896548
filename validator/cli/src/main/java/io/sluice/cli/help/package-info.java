/** Help screens for commands, and messages about mistyped commands. */
@NullMarked
package io.sluice.cli.help;

import org.jspecify.annotations.NullMarked;
