package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The subschemas that a schema leads to, each one once, no matter how many keywords lead to it. */
final class Subschemas {

  private final SchemaSet set;
  private final Map<String, Subschema> known = new HashMap<>();
  private final Deque<Subschema> open = new ArrayDeque<>();

  Subschemas(SchemaSet set) {
    this.set = set;
  }

  static boolean isSchema(JsonNode value) {
    return value.isObject() || value.isBoolean();
  }

  /** The number of subschemas. */
  int size() {
    return known.size();
  }

  /** A subschema whose keywords are not compiled yet, or null. */
  @Nullable Subschema nextOpen() {
    return open.poll();
  }

  boolean hasOpen() {
    return !open.isEmpty();
  }

  Subschema at(Site site) {
    return known.computeIfAbsent(
        Site.key(site.document(), site.pointer()),
        key -> {
          Subschema schema = new Subschema(known.size(), site);
          open.add(schema);
          return schema;
        });
  }

  /** The subschema inside a schema. */
  Subschema part(Site site, String... tokens) throws UnusableJsonSchema {
    return at(set.part(site, tokens));
  }

  /** The subschema of a keyword, or null if it has none. */
  @Nullable Subschema partOrNull(Site site, String name) throws UnusableJsonSchema {
    return isSchema(site.node().path(name)) ? part(site, name) : null;
  }

  /** The subschemas of a keyword whose value is a list of schemas. */
  List<Subschema> list(Site site, String name) throws UnusableJsonSchema {
    List<Subschema> all = new ArrayList<>();
    for (int i = 0; i < site.node().path(name).size(); i++) {
      all.add(part(site, name, Integer.toString(i)));
    }
    return all;
  }

  /** The subschemas of a keyword whose value has schemas as its members. */
  Map<String, Subschema> members(Site site, String name) throws UnusableJsonSchema {
    Map<String, Subschema> members = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : site.node().path(name).properties()) {
      if (isSchema(member.getValue())) {
        members.put(member.getKey(), part(site, name, member.getKey()));
      }
    }
    return members;
  }
}
