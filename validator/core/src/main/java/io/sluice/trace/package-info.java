/** The trace context of records. */
@NullMarked
package io.sluice.trace;

import org.jspecify.annotations.NullMarked;
