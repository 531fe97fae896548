package io.sluice.check;

import io.sluice.contract.Contract;
import io.sluice.contract.JsonValidation;
import io.sluice.fault.Code;
import io.sluice.fault.Faults;
import io.sluice.limit.Limits;
import io.sluice.raw.RawRecord;
import io.sluice.schema.SchemaSource;
import io.sluice.wire.Framing;
import io.sluice.wire.SchemaRef;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the bytes of values or keys. This is the only place that reads a record's wire format,
 * schema, and payload. Not thread-safe. Never blocks, and is safe on any bytes.
 */
public final class Opening {

  /** The part of a record to open. */
  private enum Part {
    VALUE("value", Framing.VALUE_HEADER),
    KEY("key", Framing.KEY_HEADER);

    private final String label;
    private final String schemaHeader;

    Part(String label, String schemaHeader) {
      this.label = label;
      this.schemaHeader = schemaHeader;
    }

    /** The bytes, which must not be null. */
    byte[] of(RawRecord raw) {
      return Objects.requireNonNull(this == VALUE ? raw.value() : raw.key(), label);
    }
  }

  private final Part part;
  private final List<Contract> contracts;
  private final CompiledSchemas schemas;
  private final Limits limits;
  private final boolean isFramed;
  private final Payload payload = new Payload();

  private Opening(
      Part part,
      List<Contract> contracts,
      CompiledSchemas schemas,
      Limits limits,
      boolean isFramed) {
    this.part = part;
    this.contracts = contracts;
    this.schemas = schemas;
    this.limits = limits;
    this.isFramed = isFramed;
  }

  /**
   * For the values of one topic.
   *
   * @param contracts the contracts of the topic, which agree on the format of values; their
   *     conditions and rules are not used
   */
  public static Opening ofValues(List<Contract> contracts, SchemaSource schemas, Limits limits) {
    Contract.Value first = contracts.get(0).value();
    boolean isFramed = contracts.stream().allMatch(contract -> contract.value().isFramed());
    return new Opening(
        Part.VALUE,
        List.copyOf(contracts),
        new CompiledSchemas(schemas, first.validation(), limits),
        limits,
        isFramed);
  }

  /** For the keys of one topic. */
  static Opening ofKeys(SchemaSource schemas, Limits limits) {
    return new Opening(
        Part.KEY,
        List.of(),
        new CompiledSchemas(schemas, JsonValidation.DEFAULT, limits),
        limits,
        false);
  }

  /** Whether values refer to their schema. */
  boolean isFramed() {
    return isFramed;
  }

  /**
   * Opens a value, which must not be null, for tools that inspect records without checking them. If
   * the headers do not identify the contract, uses the first one.
   */
  public Opened open(RawRecord raw) {
    List<Contract> candidates = isFramed ? contracts : Matching.byHeaders(contracts, raw);
    return open(raw, candidates.isEmpty() ? contracts.get(0) : candidates.get(0));
  }

  /**
   * Opens a value, which must not be null.
   *
   * @param contract defines how to read values that do not refer to a schema
   */
  Opened open(RawRecord raw, Contract contract) {
    if (isFramed) {
      return framed(raw);
    }
    CompiledSchemas.OfContract schema = schemas.of(contract);
    Opened opened = document(raw, schema.ref(), schema.compilation());
    return opened instanceof Opened.Refused refused ? withFrame(refused, part.of(raw)) : opened;
  }

  /**
   * A value as one contract of the topic sees it, even if the schema of another contract has read
   * it.
   */
  Opened seenBy(Contract contract, Opened.Decoded value) {
    if (isFramed) {
      return value;
    }
    CompiledSchemas.OfContract own = schemas.of(contract);
    return own.compilation() == value.compiled()
        ? value
        : own.compilation().take(own.ref(), value.value());
  }

  /** Opens bytes that refer to their schema. */
  Opened framed(RawRecord raw) {
    byte[] bytes = part.of(raw);
    return bytes.length > limits.recordBytes()
        ? tooLarge(bytes)
        : Framing.read(bytes, raw.header(part.schemaHeader)).fold(payload, raw);
  }

  /** Opens a document that does not refer to its schema. */
  Opened document(RawRecord raw, @Nullable SchemaRef ref, Compilation schema) {
    byte[] bytes = part.of(raw);
    return bytes.length == 0 ? empty() : plain(raw, ref, schema);
  }

  /** Opens bytes, which can also be an empty array. */
  Opened plain(RawRecord raw, @Nullable SchemaRef ref, Compilation schema) {
    byte[] bytes = part.of(raw);
    return bytes.length > limits.recordBytes() ? tooLarge(bytes) : schema.open(ref, bytes, 0);
  }

  /** The faults of a document that do not depend on its schema, or null. */
  Opened.@Nullable Refused refusedBySize(byte[] bytes) {
    if (bytes.length == 0) {
      return empty();
    }
    return bytes.length > limits.recordBytes() ? tooLarge(bytes) : null;
  }

  private Opened.Refused empty() {
    return new Opened.Refused(
        null, Faults.of(Code.EMPTY_VALUE, null, "the " + part.label + " is empty"));
  }

  private Opened.Refused tooLarge(byte[] bytes) {
    return new Opened.Refused(
        null,
        Faults.of(
            Code.TOO_LARGE,
            null,
            "the "
                + part.label
                + " has "
                + bytes.length
                + " bytes; the limit is "
                + limits.recordBytes()));
  }

  /** Opens the payload after a frame. */
  private final class Payload implements Framing.Frame.Cases<RawRecord, Opened> {
    @Override
    public Opened framed(Framing.Framed frame, RawRecord raw) {
      return schemas
          .find(frame.schema(), raw.readAt())
          .open(frame.schema(), part.of(raw), frame.payloadStart());
    }

    @Override
    public Opened unframed(Framing.Unframed why, RawRecord raw) {
      return new Opened.Refused(null, Faults.of(why.code(), null, why.message()));
    }
  }

  /** Improves the message if bytes that are not JSON start with a registry's wire format. */
  private static Opened.Refused withFrame(Opened.Refused refused, byte[] value) {
    if (!refused.faults().first().code().equals(Code.BAD_JSON.label())) {
      return refused;
    }
    return Framing.read(value, null)
        .fold(
            frame ->
                new Opened.Refused(
                    refused.schema(),
                    Faults.of(
                        Code.BAD_JSON,
                        null,
                        "the value starts with a registry wire-format header (schema "
                            + frame.schema().label()
                            + "), not JSON; remove 'format' from the contract's 'value' so"
                            + " that Sluice reads the schema")),
            unframed -> refused);
  }
}
