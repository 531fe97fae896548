package io.sluice.wire;

import java.util.UUID;

/** How a record names its schema. */
public sealed interface SchemaRef {

  /**
   * The form used in audit columns and headers: {@code id:17}, {@code guid:...}, {@code
   * sha256:...}.
   */
  String label();

  /** A registry's number. */
  record Id(int id) implements SchemaRef {
    @Override
    public String label() {
      return "id:" + id;
    }
  }

  /** A registry's GUID, the same in every cluster. */
  record Guid(UUID guid) implements SchemaRef {
    @Override
    public String label() {
      return "guid:" + guid;
    }
  }

  /** The digest of a schema file, for records that name no schema. */
  record Digest(String sha256) implements SchemaRef {
    @Override
    public String label() {
      return "sha256:" + sha256;
    }
  }
}
