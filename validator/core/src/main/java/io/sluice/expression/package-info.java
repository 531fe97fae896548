/** CEL expressions over an event. */
@NullMarked
package io.sluice.expression;

import org.jspecify.annotations.NullMarked;
