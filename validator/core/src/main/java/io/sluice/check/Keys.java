package io.sluice.check;

import io.sluice.contract.Contract.Format;
import io.sluice.decode.KeyDecoder;
import io.sluice.limit.Limits;
import io.sluice.raw.RawRecord;
import io.sluice.schema.SchemaSource;
import io.sluice.type.Absent;
import io.sluice.wire.Framing;
import org.jspecify.annotations.Nullable;

/** Opens the keys of one topic's records. */
final class Keys {

  private final Opening opening;
  private final Plain longs;
  private final Plain strings;
  private final Plain binary;
  private final CompiledSchema plainJson;
  private final Opened ofNoSchema;
  private final Opened notRead;

  Keys(SchemaSource schemas, Limits limits) {
    this.opening = Opening.ofKeys(schemas, limits);
    this.longs = Plain.of(KeyDecoder.LONG, limits);
    this.strings = Plain.of(KeyDecoder.STRING, limits);
    this.binary = Plain.of(KeyDecoder.BYTES, limits);
    this.plainJson = CompiledSchema.schemaless(limits);
    CompiledSchema unknown = CompiledSchema.unknown(limits);
    this.ofNoSchema = new Opened.Decoded(null, null, unknown);
    this.notRead = new Opened.Decoded(Absent.VALUE, null, unknown);
  }

  /**
   * A format that needs no schema.
   *
   * @param none the result for a record without a key
   */
  private record Plain(CompiledSchema schema, Opened none) {
    static Plain of(KeyDecoder decoder, Limits limits) {
      CompiledSchema schema = CompiledSchema.plain(decoder, limits);
      return new Plain(schema, new Opened.Decoded(null, null, schema));
    }
  }

  /** Opens the key of a record: null if it has none, absent if it is not read. */
  Opened open(Format format, RawRecord raw) {
    return switch (format) {
      case NONE -> notRead;
      case LONG -> plain(longs, raw);
      case STRING -> plain(strings, raw);
      case BYTES -> plain(binary, raw);
      case AVRO -> raw.key() == null ? ofNoSchema : opening.framed(raw);
      case JSON -> json(raw.key(), raw);
    };
  }

  private Opened plain(Plain format, RawRecord raw) {
    return raw.key() == null ? format.none() : opening.plain(raw, null, format.schema());
  }

  private Opened json(byte @Nullable [] bytes, RawRecord raw) {
    if (bytes == null) {
      return ofNoSchema;
    }
    return isFramed(bytes, raw) ? opening.framed(raw) : opening.document(raw, null, plainJson);
  }

  /** JSON text never begins with the first byte of a frame. */
  private static boolean isFramed(byte[] bytes, RawRecord raw) {
    return raw.header(Framing.KEY_HEADER) != null
        || (bytes.length > 0 && (bytes[0] == 0 || bytes[0] == 1));
  }
}
