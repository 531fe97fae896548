/** JSON Schema. */
@NullMarked
package io.sluice.language.json;

import org.jspecify.annotations.NullMarked;
