package io.sluice.check;

import io.sluice.contract.Contract;
import io.sluice.contract.JsonValidation;
import io.sluice.fault.Code;
import io.sluice.language.SchemaLanguages;
import io.sluice.language.UnusableSchema;
import io.sluice.limit.Limits;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaText;
import io.sluice.wire.SchemaRef;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The schemas of one topic's values or keys, each compiled once. */
final class CompiledSchemas {

  private final SchemaSource schemas;
  private final JsonValidation validation;
  private final Limits limits;
  private final Map<SchemaRef, Compilation> byRef = new HashMap<>();
  private final Map<String, OfContract> byContract = new HashMap<>();
  private @Nullable SchemaRef lastRef;
  private @Nullable Compilation last;

  /**
   * The schema that a contract specifies for records without a schema reference; null if there is
   * none.
   */
  record OfContract(@Nullable SchemaRef ref, Compilation compilation) {}

  /**
   * @param validation how to apply JSON Schemas to the values or keys of the topic
   */
  CompiledSchemas(SchemaSource schemas, JsonValidation validation, Limits limits) {
    this.schemas = schemas;
    this.validation = validation;
    this.limits = limits;
  }

  /**
   * The schema with the given reference.
   *
   * @param readAt the same as for {@link SchemaSource#lookup}
   */
  Compilation find(SchemaRef ref, long readAt) {
    Compilation before = last;
    if (before != null && ref.equals(lastRef)) {
      return before;
    }
    Compilation known = byRef.get(ref);
    if (known == null) {
      return look(ref, readAt);
    }
    lastRef = ref;
    last = known;
    return known;
  }

  private Compilation look(SchemaRef ref, long readAt) {
    return schemas
        .lookup(ref, readAt)
        .fold(
            found -> {
              Compilation compiled = compile(found, "schema " + ref.label());
              byRef.put(ref, compiled);
              return compiled;
            },
            () ->
                new Compilation.Unusable(
                    Code.UNKNOWN_SCHEMA,
                    "the registry does not have schema "
                        + ref.label()
                        + "; it was deleted, or the record comes from a different registry"),
            unusable ->
                new Compilation.Unusable(
                    Code.UNSUPPORTED_SCHEMA,
                    "schema " + ref.label() + " cannot be used: " + unusable),
            pending -> new Compilation.Awaited(ref, pending));
  }

  /** The schema that a contract specifies for records without a schema reference. */
  OfContract of(Contract contract) {
    OfContract known = byContract.get(contract.name());
    if (known == null) {
      known = named(contract);
      byContract.put(contract.name(), known);
    }
    return known;
  }

  private OfContract named(Contract contract) {
    SchemaText schema = SchemaLanguages.ofContract(contract);
    if (schema == null) {
      return new OfContract(null, CompiledSchema.schemaless(limits));
    }
    return new OfContract(digest(schema.text()), compile(schema, "the schema file"));
  }

  private Compilation compile(SchemaText schema, String name) {
    try {
      return CompiledSchema.compile(schema, validation, limits);
    } catch (UnusableSchema e) {
      return new Compilation.Unusable(
          Code.UNSUPPORTED_SCHEMA, name + " cannot be used: " + e.getMessage());
    }
  }

  private static SchemaRef digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return new SchemaRef.Digest(HexFormat.of().formatHex(hash, 0, 8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
