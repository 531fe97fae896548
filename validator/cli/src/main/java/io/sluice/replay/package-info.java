/** Replay of dead letters: plans, runs that can be resumed, and reports. */
@NullMarked
package io.sluice.replay;

import org.jspecify.annotations.NullMarked;
