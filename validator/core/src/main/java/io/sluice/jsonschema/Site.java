package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A place in a schema.
 *
 * @param document the document's name; empty for the requested schema
 * @param pointer a JSON pointer into the document
 */
record Site(String document, String pointer, JsonNode node, Resource resource) {

  /**
   * The form in faults: a JSON pointer, after the name of the document if it is a different
   * document.
   */
  String of(String keyword) {
    return (document.isEmpty() ? "" : document + "#") + Pointers.append(pointer, keyword);
  }

  /** A place inside, which does not have to be a schema. */
  Site part(String... path) {
    Site part = this;
    for (String name : path) {
      part =
          new Site(document, Pointers.append(part.pointer, name), part.node.path(name), resource);
    }
    return part;
  }

  static String key(String document, String pointer) {
    return document + "#" + pointer;
  }
}
