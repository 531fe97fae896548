package io.sluice.jsonschema;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * A schema with its own URI: a document, or a schema in it that has an {@code $id}.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-core#section-4.3.5">JSON Schema
 *     Core, section 4.3.5</a>
 */
final class Resource {

  /** Stands for {@code $recursiveAnchor} among the dynamic anchors. */
  static final String RECURSIVE = "";

  final String uri;
  final String document;
  final String pointer;
  final Dialect dialect;

  /** JSON pointers into the document. */
  final Map<String, String> anchors = new HashMap<>();

  final Set<String> dynamicAnchors = new HashSet<>();

  Resource(String uri, String document, String pointer, Dialect dialect) {
    this.uri = uri;
    this.document = document;
    this.pointer = pointer;
    this.dialect = dialect;
  }
}
