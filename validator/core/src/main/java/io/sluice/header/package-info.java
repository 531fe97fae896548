/**
 * Names of the headers that Sluice writes, and what replayed records say of where they come from.
 */
@NullMarked
package io.sluice.header;

import org.jspecify.annotations.NullMarked;
