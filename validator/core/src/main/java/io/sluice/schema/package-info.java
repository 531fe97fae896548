/** Stage schema: the source of schema texts, and the result of lookups. */
@NullMarked
package io.sluice.schema;

import org.jspecify.annotations.NullMarked;
