package io.sluice.check;

import io.sluice.check.CompiledSchema.UnusableSchema;
import io.sluice.contract.Contract;
import io.sluice.contract.Contract.Format;
import io.sluice.contract.JsonValidation;
import io.sluice.fault.Code;
import io.sluice.limit.Limits;
import io.sluice.schema.Lookup;
import io.sluice.schema.SchemaFormat;
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
  private final Map<SchemaRef, Compiled> byRef = new HashMap<>();
  private final Map<SchemaRef, Lookup> versions = new HashMap<>();
  private final Map<String, Fixed> byContract = new HashMap<>();
  private @Nullable SchemaRef lastRef;
  private @Nullable Compiled last;

  /**
   * A schema compiled, or why not.
   *
   * @param refusal what is wrong with records of this schema, or null where they can be read or
   *     must wait
   * @param message why they are refused or must wait
   */
  record Compiled(@Nullable CompiledSchema reader, @Nullable Code refusal, String message) {}

  /** The reader of a contract whose records name no schema. */
  record Fixed(@Nullable SchemaRef ref, Compiled compiled) {}

  /**
   * @param validation how JSON Schemas are applied to the values or keys of the topic
   */
  CompiledSchemas(SchemaSource schemas, JsonValidation validation, Limits limits) {
    this.schemas = schemas;
    this.validation = validation;
    this.limits = limits;
  }

  /**
   * The schema of that name.
   *
   * @param readAt as {@link SchemaSource#lookup} takes it
   */
  Compiled find(SchemaRef ref, long readAt) {
    Compiled before = last;
    if (before != null && ref.equals(lastRef)) {
      return before;
    }
    Compiled compiled = byRef.get(ref);
    if (compiled == null) {
      Lookup lookup = schemas.lookup(ref, readAt);
      if (lookup instanceof Lookup.Pending pending) {
        return new Compiled(null, null, pending.reason());
      }
      if (lookup instanceof Lookup.Unusable unusable) {
        return new Compiled(
            null,
            Code.UNSUPPORTED_SCHEMA,
            "schema " + ref.label() + " cannot be used: " + unusable.reason());
      }
      if (!(lookup instanceof Lookup.Found found)) {
        return new Compiled(
            null,
            Code.UNKNOWN_SCHEMA,
            "the registry has no schema "
                + ref.label()
                + "; it was deleted, or the record comes from another registry");
      }
      compiled = compile(found.schema(), "schema " + ref.label());
      byRef.put(ref, compiled);
    }
    lastRef = ref;
    last = compiled;
    return compiled;
  }

  /** What is known of a schema as a version of a subject. */
  Lookup version(SchemaRef schema, String subject, long readAt) {
    SchemaRef.OfSubject ref = new SchemaRef.OfSubject(schema, subject);
    Lookup known = versions.get(ref);
    if (known == null) {
      known = schemas.lookup(ref, readAt);
      if (known instanceof Lookup.Found) {
        versions.put(ref, known);
      }
    }
    return known;
  }

  /** The schema that a contract names for records that name none. */
  Fixed fixedBy(Contract contract) {
    return byContract.computeIfAbsent(contract.name(), name -> fixed(contract));
  }

  private Fixed fixed(Contract contract) {
    String text = contract.value().schemaText();
    if (text == null) {
      return new Fixed(null, new Compiled(CompiledSchema.schemaless(limits), null, ""));
    }
    SchemaFormat format =
        contract.value().format() == Format.AVRO ? SchemaFormat.AVRO : SchemaFormat.JSON;
    return new Fixed(
        digest(text), compile(new SchemaText(format, text, Map.of()), "the schema file"));
  }

  private Compiled compile(SchemaText schema, String name) {
    try {
      return new Compiled(CompiledSchema.compile(schema, validation, limits), null, "");
    } catch (UnusableSchema e) {
      return new Compiled(
          null, Code.UNSUPPORTED_SCHEMA, name + " cannot be used: " + e.getMessage());
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
