package io.sluice.check;

import io.sluice.contract.Contract;
import io.sluice.contract.Contract.Format;
import io.sluice.decode.Decoded;
import io.sluice.fault.Code;
import io.sluice.fault.Fault;
import io.sluice.limit.Limits;
import io.sluice.raw.RawRecord;
import io.sluice.schema.SchemaSource;
import io.sluice.wire.Framing;
import io.sluice.wire.SchemaRef;
import org.jspecify.annotations.Nullable;

/** Decodes records as the job does, for tools that look into them without judging them. */
public final class EventReader {

  private final Contract contract;
  private final CompiledSchemas readers;
  private final boolean framed;

  /**
   * @param contract what says how values are read; its conditions and rules play no part
   */
  public EventReader(Contract contract, SchemaSource schemas, Limits limits) {
    this.contract = contract;
    this.readers = new CompiledSchemas(schemas, contract.value().validation(), limits);
    this.framed = contract.value().schemaText() == null && contract.value().format() != Format.JSON;
  }

  /**
   * What was read.
   *
   * @param message the event; meaningless where there is a problem
   * @param schema how the record names its schema, or null
   * @param problem why it cannot be read, or null
   */
  public record Result(
      @Nullable Object message,
      @Nullable SchemaRef schema,
      @Nullable CompiledSchema reader,
      @Nullable String problem) {

    private static Result unreadable(@Nullable SchemaRef schema, String problem) {
      return new Result(null, schema, null, problem);
    }
  }

  /** Reads the value of a record, which must have one. */
  public Result read(RawRecord raw) {
    byte[] value = raw.value();
    if (value == null) {
      return Result.unreadable(null, "a tombstone has no value");
    }
    if (!framed) {
      CompiledSchemas.Fixed fixed = readers.fixedBy(contract);
      return decode(fixed.compiled(), fixed.ref(), value, 0);
    }
    Framing.Frame frame = Framing.read(value, raw.header(Framing.VALUE_HEADER));
    SchemaRef ref = frame.ref();
    if (ref == null) {
      Framing.Unreadable why = frame.unreadable();
      return Result.unreadable(null, why == null ? Code.TRUNCATED_FRAME.meaning() : why.message());
    }
    return decode(readers.find(ref, 0), ref, value, frame.payloadStart());
  }

  private static Result decode(
      CompiledSchemas.Compiled compiled, @Nullable SchemaRef ref, byte[] value, int start) {
    CompiledSchema reader = compiled.reader();
    if (reader == null) {
      return Result.unreadable(ref, compiled.message());
    }
    Decoded decoded = reader.decoder().decode(value, start);
    if (decoded.faults() != null) {
      Fault first = decoded.faults().first();
      return Result.unreadable(ref, first.code() + ": " + first.message());
    }
    return new Result(decoded.value(), ref, reader, null);
  }
}
