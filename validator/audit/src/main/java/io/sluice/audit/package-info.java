/** Proof of conservation from outside the job; shares no decoder, mapper or sink code with it. */
@NullMarked
package io.sluice.audit;

import org.jspecify.annotations.NullMarked;
