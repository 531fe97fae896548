/** Regular expressions as ECMA-262 defines them, which is what JSON Schema refers to. */
@NullMarked
package io.sluice.pattern;

import org.jspecify.annotations.NullMarked;
