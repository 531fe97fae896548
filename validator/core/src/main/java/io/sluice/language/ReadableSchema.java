package io.sluice.language;

import io.sluice.conform.Conformance;
import io.sluice.decode.Decoder;
import io.sluice.jsonschema.JsonShape;
import io.sluice.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * A compiled schema, which defines how to read records.
 *
 * @param decoder the decoder, whose type defines the fields that rules can use
 * @param conformance what the schema requires beyond the checks of decoding
 * @param shape the shape of events, which defines the columns
 * @param recordName the name to compare with {@code match.recordName}, or null
 * @param keyType the type of keys, or null if it is not known
 */
public record ReadableSchema(
    Decoder decoder,
    Conformance conformance,
    JsonShape.Document shape,
    @Nullable String recordName,
    @Nullable Type keyType) {

  /** For languages in which every decoded value conforms. */
  public static ReadableSchema of(Decoder decoder, @Nullable String recordName) {
    JsonShape.Document shape = JsonShape.Document.of(decoder.type());
    return new ReadableSchema(decoder, Conformance.GIVEN, shape, recordName, shape.type());
  }
}
