/** Stage wire: the frame before a payload, which names its schema. */
@NullMarked
package io.sluice.wire;

import org.jspecify.annotations.NullMarked;
