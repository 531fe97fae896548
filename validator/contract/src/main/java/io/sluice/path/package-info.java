/** Paths into an event, in the syntax that rules, faults, and the command line share. */
@NullMarked
package io.sluice.path;

import org.jspecify.annotations.NullMarked;
