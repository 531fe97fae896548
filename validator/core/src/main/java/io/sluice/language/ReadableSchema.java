package io.sluice.language;

import io.sluice.conform.Conformance;
import io.sluice.decode.Decoder;
import io.sluice.jsonschema.JsonShape;
import io.sluice.type.Type;
import org.jspecify.annotations.Nullable;

/**
 * A schema as its language compiles it: how records are read, and what is known of them.
 *
 * @param decoder whose type is that of fields in rules
 * @param conformance what the schema demands beyond what decoding has checked
 * @param shape of events, from which columns are made
 * @param recordName what {@code match.recordName} is held against, or null
 * @param keyType the type of keys, or null where it is not known
 */
public record ReadableSchema(
    Decoder decoder,
    Conformance conformance,
    JsonShape.Document shape,
    @Nullable String recordName,
    @Nullable Type keyType) {

  /** For what conforms by decoding. */
  public static ReadableSchema of(Decoder decoder, @Nullable String recordName) {
    JsonShape.Document shape = JsonShape.Document.of(decoder.type());
    return new ReadableSchema(decoder, Conformance.GIVEN, shape, recordName, shape.type());
  }
}
