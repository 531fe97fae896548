package io.sluice.check;

import io.sluice.fault.Code;
import io.sluice.fault.Faults;
import io.sluice.wire.SchemaRef;
import org.jspecify.annotations.Nullable;

/**
 * The result of compiling a schema: a schema that can read payloads, or the reason for its absence.
 */
sealed interface Compilation permits CompiledSchema, Compilation.Unusable, Compilation.Awaited {

  /**
   * Reads the payload that starts at {@code from} and must end at the end of the array.
   *
   * @param schema the record's reference to it, or null
   */
  Opened open(@Nullable SchemaRef schema, byte[] bytes, int from);

  /** Accepts a value that another schema of the same format has read. */
  Opened take(@Nullable SchemaRef schema, @Nullable Object value);

  /** Records with the schema can never be read. */
  record Unusable(Code code, String message) implements Compilation {
    @Override
    public Opened open(@Nullable SchemaRef schema, byte[] bytes, int from) {
      return new Opened.Refused(schema, Faults.of(code, null, message));
    }

    @Override
    public Opened take(@Nullable SchemaRef schema, @Nullable Object value) {
      return new Opened.Refused(schema, Faults.of(code, null, message));
    }
  }

  /** The schema is not available at this time. */
  record Awaited(SchemaRef ref, String reason) implements Compilation {
    @Override
    public Opened open(@Nullable SchemaRef schema, byte[] bytes, int from) {
      return new Opened.Waiting(ref, reason);
    }

    @Override
    public Opened take(@Nullable SchemaRef schema, @Nullable Object value) {
      return new Opened.Waiting(ref, reason);
    }
  }
}
