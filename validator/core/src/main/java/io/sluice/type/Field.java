package io.sluice.type;

import org.jspecify.annotations.Nullable;

/**
 * A named part of a record.
 *
 * @param nullable whether null (or, in JSON, absence) is allowed
 * @param doc the documentation from the schema, or null
 */
public record Field(String name, Type type, boolean nullable, @Nullable String doc) {}
