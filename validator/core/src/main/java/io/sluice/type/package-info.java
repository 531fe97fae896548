/** The shapes of decoded values, the same for events and for table columns. */
@NullMarked
package io.sluice.type;

import org.jspecify.annotations.NullMarked;
