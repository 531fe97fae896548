/** What records say of the trace that they belong to. */
@NullMarked
package io.sluice.trace;

import org.jspecify.annotations.NullMarked;
