package io.sluice.check;

import io.sluice.conform.Conformance;
import io.sluice.contract.Contract;
import io.sluice.contract.JsonValidation;
import io.sluice.decode.Decoder;
import io.sluice.decode.JsonDecoder;
import io.sluice.decode.Malformed;
import io.sluice.jsonschema.JsonShape;
import io.sluice.language.ReadableSchema;
import io.sluice.language.SchemaLanguage;
import io.sluice.language.SchemaLanguages;
import io.sluice.language.UnusableSchema;
import io.sluice.limit.Limits;
import io.sluice.row.RowMapper;
import io.sluice.row.Tables;
import io.sluice.rules.RuleSet;
import io.sluice.schema.SchemaText;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import io.sluice.wire.SchemaRef;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything compiled for one schema: the decoder of payloads, and a plan per contract. */
public final class CompiledSchema implements Compilation {

  /** No registry accepts longer schemas, and Avro's parser needs a hundred times as much memory. */
  private static final int MOST_CHARACTERS = 4 << 20;

  private final Decoder decoder;
  private final Conformance conformance;
  private final JsonShape.Document shape;
  private final @Nullable String recordName;
  private final @Nullable Type keyType;
  private final Limits limits;
  private final Map<String, IdentityHashMap<@Nullable Type, ContractPlan>> plans = new HashMap<>();
  private @Nullable ContractPlan lastPlan;
  private @Nullable Type lastKey;

  private CompiledSchema(ReadableSchema schema, Limits limits) {
    this.decoder = schema.decoder();
    this.conformance = schema.conformance();
    this.shape = schema.shape();
    this.recordName = schema.recordName();
    this.keyType = schema.keyType();
    this.limits = limits;
  }

  /**
   * Compiles a schema.
   *
   * @throws UnusableSchema if the schema is wrong or its language is not supported
   */
  public static CompiledSchema compile(SchemaText schema, JsonValidation validation, Limits limits)
      throws UnusableSchema {
    long length = schema.text().length();
    for (String reference : schema.references().values()) {
      length += reference.length();
    }
    if (length > MOST_CHARACTERS) {
      throw new UnusableSchema(
          "the schema has " + length + " characters; the limit is " + MOST_CHARACTERS);
    }
    SchemaLanguage language = SchemaLanguages.of(schema.format());
    if (language == null) {
      throw new UnusableSchema(SchemaLanguages.onlyThese());
    }
    return new CompiledSchema(language.compile(schema, validation, limits), limits);
  }

  /** For JSON records without a schema. */
  static CompiledSchema schemaless(Limits limits) {
    return plain(new JsonDecoder(limits), limits);
  }

  /** For values that are read without a schema. */
  static CompiledSchema plain(Decoder decoder, Limits limits) {
    return new CompiledSchema(ReadableSchema.of(decoder, null), limits);
  }

  /** For keys that are missing or not read, and whose type only a schema would define. */
  static CompiledSchema unknown(Limits limits) {
    JsonDecoder decoder = new JsonDecoder(limits);
    JsonShape.Document shape = JsonShape.Document.of(decoder.type());
    return new CompiledSchema(
        new ReadableSchema(decoder, Conformance.GIVEN, shape, null, null), limits);
  }

  @Override
  public Opened open(@Nullable SchemaRef schema, byte[] bytes, int from) {
    try {
      return new Opened.Decoded(decoder.decode(bytes, from), schema, this);
    } catch (Malformed e) {
      return new Opened.Refused(schema, e.faults());
    }
  }

  @Override
  public Opened take(@Nullable SchemaRef schema, @Nullable Object value) {
    return new Opened.Decoded(value, schema, this);
  }

  /** The value for {@code recordName}: Avro's full name, the title of a JSON Schema, or null. */
  @Nullable String recordName() {
    return recordName;
  }

  /** The shape of events. */
  public JsonShape.Document shape() {
    return shape;
  }

  /** The type of events. */
  public Type type() {
    return shape.type();
  }

  /**
   * The type of keys, or null if it is not known. Members that an open schema does not declare do
   * not have their own columns, so the keys of such a schema are JSON.
   */
  @Nullable Type keyType() {
    return keyType;
  }

  /** Whether events can have members that the type does not declare. */
  public boolean isOpen() {
    return shape.isOpen();
  }

  /**
   * Whether the selected validation library can take time that doubles with each nesting level of
   * an event.
   */
  public boolean isSlow() {
    return conformance.mayDouble();
  }

  /** What the schema requires beyond the checks of decoding. */
  Conformance conformance() {
    return conformance;
  }

  /**
   * The contract compiled for this schema, made on first use.
   *
   * @param key the shape of keys, or null if it is not known
   */
  ContractPlan plan(Contract contract, @Nullable Type key, Tables tables) {
    ContractPlan plan = lastPlan;
    if (plan == null || lastKey != key || !plan.contract().name().equals(contract.name())) {
      plan =
          plans
              .computeIfAbsent(contract.name(), name -> new IdentityHashMap<>())
              .computeIfAbsent(key, type -> compile(contract, type, tables));
      lastPlan = plan;
      lastKey = key;
    }
    return plan;
  }

  private ContractPlan compile(Contract contract, @Nullable Type key, Tables tables) {
    return new ContractPlan(
        contract,
        RuleSet.compile(contract, decoder.type(), key == null ? Scalar.JSON : key, shape.type()),
        () -> RowMapper.compile(contract, shape, key, tables, limits));
  }
}
