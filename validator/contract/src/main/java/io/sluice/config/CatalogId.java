package io.sluice.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Identifies a catalog, because two catalogs can have tables with the same names. */
public final class CatalogId {

  private CatalogId() {}

  /**
   * A fingerprint of the properties that identify the catalog, without passwords and connection
   * settings.
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
