/** The audit: proof of conservation that shares no decoder, mapper, or sink code with the job. */
@NullMarked
package io.sluice.audit;

import org.jspecify.annotations.NullMarked;
