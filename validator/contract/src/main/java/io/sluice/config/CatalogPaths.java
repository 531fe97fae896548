package io.sluice.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The paths in the properties of an Iceberg catalog. Like all paths in the configuration file, they
 * are relative to that file, not to the working directory of a command.
 */
final class CatalogPaths {

  private static final String SQLITE = "jdbc:sqlite:";
  private static final String FILE = "file:";

  /** Catalogs whose {@code warehouse} is a location. For a REST catalog, it can be only a name. */
  private static final Set<String> WITH_LOCATION = Set.of("jdbc", "hadoop", "hive");

  private CatalogPaths() {}

  /**
   * The properties with absolute paths.
   *
   * @param folder of the configuration file
   */
  static Map<String, String> resolve(Map<String, String> catalog, Path folder) {
    Map<String, String> resolved = new LinkedHashMap<>(catalog);
    resolved.computeIfPresent(
        "uri",
        (key, uri) ->
            uri.startsWith(SQLITE) ? SQLITE + sqlite(uri.substring(SQLITE.length()), folder) : uri);
    if (WITH_LOCATION.contains(catalog.getOrDefault("type", ""))) {
      resolved.computeIfPresent("warehouse", (key, warehouse) -> location(warehouse, folder));
    }
    return resolved;
  }

  /**
   * A file path, optionally with a query. An in-memory database has no path, or a name that starts
   * with a colon.
   */
  private static String sqlite(String database, Path folder) {
    int end = database.indexOf('?');
    String path = end < 0 ? database : database.substring(0, end);
    String query = end < 0 ? "" : database.substring(end);
    if (path.isEmpty() || path.startsWith(":") || query.contains("mode=memory")) {
      return database;
    }
    return location(path, folder) + query;
  }

  private static String location(String location, Path folder) {
    String path = location.startsWith(FILE) ? location.substring(FILE.length()) : location;
    boolean hasScheme = path.matches("[A-Za-z][A-Za-z0-9+.-]*:.*");
    if (path.startsWith("/") || path.isEmpty() || hasScheme) {
      return location;
    }
    String absolute = folder.toAbsolutePath().resolve(path).normalize().toString();
    return location.startsWith(FILE) ? FILE + absolute : absolute;
  }
}
