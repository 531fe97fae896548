/** ECMA-262 regular expressions, which JSON Schema refers to. */
@NullMarked
package io.sluice.pattern;

import org.jspecify.annotations.NullMarked;
