package io.sluice.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The keystore and the truststore of a client, which can be replaced while the client runs. */
public final class StoreFiles {

  private static final List<String> LOCATIONS =
      List.of("ssl.keystore.location", "ssl.truststore.location");

  private final List<Path> files;

  /**
   * @param properties of a client that uses Kafka's names for TLS settings
   */
  public StoreFiles(Map<String, ?> properties) {
    files =
        LOCATIONS.stream()
            .map(properties::get)
            .filter(Objects::nonNull)
            .map(Object::toString)
            .filter(location -> !location.isBlank())
            .map(Path::of)
            .toList();
  }

  /** Whether there are any files. */
  public boolean isEmpty() {
    return files.isEmpty();
  }

  /**
   * The current versions of the files: two are equal if nothing changed in between. A file that
   * cannot be read has a version too.
   */
  public List<Object> versions() {
    List<Object> versions = new ArrayList<>();
    for (Path file : files) {
      try {
        // follows links: Kubernetes replaces a mounted secret by moving a link
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        versions.add(List.of(now.lastModifiedTime(), now.size(), "" + now.fileKey()));
      } catch (IOException e) {
        versions.add("unreadable");
      }
    }
    return versions;
  }
}
