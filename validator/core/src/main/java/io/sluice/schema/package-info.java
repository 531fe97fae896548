/** Stage schema: where schema texts come from, and what is known of them. */
@NullMarked
package io.sluice.schema;

import org.jspecify.annotations.NullMarked;
