package io.sluice.check;

import io.sluice.check.Reader.UnusableSchema;
import io.sluice.contract.Contract;
import io.sluice.contract.Contract.Format;
import io.sluice.limit.Limits;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaText;
import io.sluice.wire.SchemaRef;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The schemas of one topic, each compiled once. */
final class Readers {

  private final Limits limits;
  private final Map<SchemaRef, Compiled> byRef = new HashMap<>();
  private final Map<String, Fixed> byContract = new HashMap<>();
  private @Nullable SchemaRef lastRef;
  private @Nullable Compiled last;

  /** A schema compiled, or why it cannot be used. */
  record Compiled(@Nullable Reader reader, @Nullable String unusable) {}

  /** The reader of a contract whose records name no schema. */
  record Fixed(@Nullable SchemaRef ref, Compiled compiled) {}

  Readers(Limits limits) {
    this.limits = limits;
  }

  /** The schema of that name, or null where it was not compiled yet. */
  @Nullable Compiled known(SchemaRef ref) {
    if (ref.equals(lastRef)) {
      return last;
    }
    Compiled compiled = byRef.get(ref);
    if (compiled != null) {
      lastRef = ref;
      last = compiled;
    }
    return compiled;
  }

  /** Compiles a schema and remembers it. */
  Compiled compile(SchemaRef ref, SchemaText schema) {
    Compiled compiled = compile(schema);
    byRef.put(ref, compiled);
    return compiled;
  }

  /** The schema that a contract names for records that name none. */
  Fixed fixedBy(Contract contract) {
    return byContract.computeIfAbsent(contract.name(), name -> fixed(contract));
  }

  private Fixed fixed(Contract contract) {
    String text = contract.value().schemaText();
    if (text == null) {
      return new Fixed(null, new Compiled(Reader.schemaless(limits), null));
    }
    SchemaFormat format =
        contract.value().format() == Format.AVRO ? SchemaFormat.AVRO : SchemaFormat.JSON;
    return new Fixed(digest(text), compile(new SchemaText(format, text, Map.of())));
  }

  private Compiled compile(SchemaText schema) {
    try {
      return new Compiled(Reader.compile(schema, limits), null);
    } catch (UnusableSchema e) {
      return new Compiled(null, String.valueOf(e.getMessage()));
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
