/** Schema languages, and the schema files in Git. */
@NullMarked
package io.sluice.language;

import org.jspecify.annotations.NullMarked;
