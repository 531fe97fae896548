/** The dead letter: the original record and the reasons for its death. */
@NullMarked
package io.sluice.deadletter;

import org.jspecify.annotations.NullMarked;
