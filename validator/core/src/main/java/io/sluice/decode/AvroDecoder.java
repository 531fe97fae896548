package io.sluice.decode;

import io.sluice.fault.Code;
import io.sluice.limit.Limits;
import io.sluice.type.Type;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Reads Avro binary records of one writer's schema. */
public final class AvroDecoder implements Decoder {

  private final Limits limits;
  private final AvroReader reader;
  private final Type type;

  public AvroDecoder(Schema schema, Limits limits) {
    AvroCompiler.Compiled compiled = new AvroCompiler().compile(schema);
    this.limits = limits;
    this.reader = compiled.reader();
    this.type = compiled.type();
  }

  @Override
  public Type type() {
    return type;
  }

  @Override
  public @Nullable Object decode(byte[] bytes, int from) throws Malformed {
    Cursor in = new Cursor(bytes, from, limits);
    Object value = reader.read(in);
    if (in.remaining() > 0) {
      throw new Malformed(
          Code.TRAILING_BYTES,
          in.remaining()
              + " bytes are left after the record; it was written with a different"
              + " schema");
    }
    return value;
  }
}
