/** Stage decode: payload bytes to values, safe on any bytes. */
@NullMarked
package io.sluice.decode;

import org.jspecify.annotations.NullMarked;
