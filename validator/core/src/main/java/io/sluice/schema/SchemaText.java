package io.sluice.schema;

import java.util.Map;

/**
 * A schema as the registry or a file has it.
 *
 * @param format what language it is written in
 * @param text the schema itself
 * @param references texts of the schemas that it refers to, by the name of the reference, in an
 *     order in which each comes after those it needs itself
 */
public record SchemaText(SchemaFormat format, String text, Map<String, String> references) {}
