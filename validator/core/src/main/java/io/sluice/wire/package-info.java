/** Stage wire: the frame around a payload, which names its schema. */
@NullMarked
package io.sluice.wire;

import org.jspecify.annotations.NullMarked;
