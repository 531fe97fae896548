package io.sluice.format;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * ISO codes in current use. The lists are part of Sluice, so that a verdict does not depend on the
 * JDK, which keeps withdrawn codes. The first line of each file gives its date.
 */
final class IsoCodes {

  /** ISO 3166-1 alpha-2. */
  static final Set<String> COUNTRIES = read("iso-3166-1.txt");

  /** ISO 4217, list one. */
  static final Set<String> CURRENCIES = read("iso-4217.txt");

  /** ISO 639-1. */
  static final Set<String> LANGUAGES = read("iso-639-1.txt");

  private IsoCodes() {}

  private static Set<String> read(String name) {
    Set<String> codes = new HashSet<>();
    try (InputStream file = IsoCodes.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException(name + " is not in the jar");
      }
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          codes.addAll(Set.of(line.split(" ")));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read from the jar", e);
    }
    return Set.copyOf(codes);
  }
}
