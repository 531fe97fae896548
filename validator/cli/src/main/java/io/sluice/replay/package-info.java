/** Replay of dead letters: a plan that is reviewed, runs that are resumed, a report. */
@NullMarked
package io.sluice.replay;

import org.jspecify.annotations.NullMarked;
