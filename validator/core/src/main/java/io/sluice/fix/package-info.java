/** Declared repairs of decoded events, for replay. */
@NullMarked
package io.sluice.fix;

import org.jspecify.annotations.NullMarked;
