/** Screens that explain commands, and what is said to somebody who mistypes one. */
@NullMarked
package io.sluice.cli.help;

import org.jspecify.annotations.NullMarked;
