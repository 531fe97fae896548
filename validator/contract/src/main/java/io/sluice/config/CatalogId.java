package io.sluice.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Tells catalogs apart whose tables may have the same names. */
public final class CatalogId {

  private CatalogId() {}

  /**
   * A fingerprint of what says which catalog it is, without passwords and settings of the
   * connection.
   *
   * @param catalog Iceberg's own catalog properties
   */
  public static String of(Map<String, String> catalog) {
    StringBuilder identity = new StringBuilder();
    for (String key : List.of("type", "catalog-impl", "uri", "warehouse")) {
      String value = catalog.getOrDefault(key, "");
      identity.append(value.replaceAll("[?;].*", "").replaceAll("//[^/@]*@", "//")).append('\n');
    }
    return UUID.nameUUIDFromBytes(identity.toString().getBytes(UTF_8)).toString();
  }
}
