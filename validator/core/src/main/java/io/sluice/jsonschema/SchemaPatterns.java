package io.sluice.jsonschema;

import io.sluice.pattern.EcmaPattern;
import io.sluice.pattern.PatternException;

/** Compiles the patterns of schemas. */
final class SchemaPatterns {

  private SchemaPatterns() {}

  /**
   * Compiles a pattern.
   *
   * @param path the names that lead to it from a schema
   * @throws UnusableJsonSchema if it is not a pattern; the message contains its position
   */
  static EcmaPattern compile(Site site, String pattern, String... path) throws UnusableJsonSchema {
    try {
      return EcmaPattern.compile(pattern);
    } catch (PatternException e) {
      Site place = site.part(path);
      throw UnusableJsonSchema.at(
          place,
          "the pattern at " + Site.key(place.document(), place.pointer()) + " is " + e.fault());
    }
  }
}
