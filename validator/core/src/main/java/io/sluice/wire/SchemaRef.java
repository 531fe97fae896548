package io.sluice.wire;

import java.util.UUID;

/** A record's reference to its schema. */
public sealed interface SchemaRef {

  /**
   * The format in audit columns and headers: {@code id:17}, {@code guid:...}, {@code sha256:...}.
   */
  String label();

  /** The reference with the given {@link #label}. */
  static SchemaRef parse(String label) {
    int at = label.indexOf('@');
    if (at >= 0) {
      return new OfSubject(parse(label.substring(0, at)), label.substring(at + 1));
    }
    String value = label.substring(label.indexOf(':') + 1);
    if (label.startsWith("id:")) {
      return new Id(Integer.parseInt(value));
    }
    return label.startsWith("guid:") ? new Guid(UUID.fromString(value)) : new Digest(value);
  }

  /** A schema ID of a registry. */
  record Id(int id) implements SchemaRef {
    @Override
    public String label() {
      return "id:" + id;
    }
  }

  /** A schema GUID of a registry, the same in every cluster. */
  record Guid(UUID guid) implements SchemaRef {
    @Override
    public String label() {
      return "guid:" + guid;
    }
  }

  /**
   * The schema as a version of a subject, for contracts that accept only some versions.
   *
   * @param schema the reference in records
   */
  record OfSubject(SchemaRef schema, String subject) implements SchemaRef {
    @Override
    public String label() {
      return schema.label() + "@" + subject;
    }
  }

  /** The digest of a schema file, for records that do not refer to a schema. */
  record Digest(String sha256) implements SchemaRef {
    @Override
    public String label() {
      return "sha256:" + sha256;
    }
  }
}
