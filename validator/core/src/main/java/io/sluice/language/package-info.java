/** Languages of schemas, and the texts in Git that are written in them. */
@NullMarked
package io.sluice.language;

import org.jspecify.annotations.NullMarked;
