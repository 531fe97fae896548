/** Stage conform: checks a decoded JSON document against its JSON Schema. */
@NullMarked
package io.sluice.conform;

import org.jspecify.annotations.NullMarked;
