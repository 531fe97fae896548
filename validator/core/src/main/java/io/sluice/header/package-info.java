/** The names of the headers that Sluice writes, and the origin of replayed records. */
@NullMarked
package io.sluice.header;

import org.jspecify.annotations.NullMarked;
