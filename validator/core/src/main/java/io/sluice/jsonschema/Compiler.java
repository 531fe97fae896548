package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.pattern.EcmaPattern;
import io.sluice.type.Struct;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles schemas, with everything that they lead to. */
final class Compiler {

  /** In this order, so that what is evaluated is known to those that ask. */
  private static final List<String> LAST = List.of("unevaluatedItems", "unevaluatedProperties");

  private final SchemaSet set;
  private final boolean assertFormats;
  private final Map<String, Subschema> known = new HashMap<>();
  private final Deque<Subschema> open = new ArrayDeque<>();

  /** Targets of dynamic references by anchor. */
  private final Map<String, Map<Resource, Subschema>> dynamic = new HashMap<>();

  private boolean isTracking;

  Compiler(SchemaSet set, boolean assertFormats) {
    this.set = set;
    this.assertFormats = assertFormats;
  }

  /** Whether some keyword asks what was evaluated. */
  boolean isTracking() {
    return isTracking;
  }

  boolean isDynamic() {
    return !dynamic.isEmpty();
  }

  /** How many subschemas there are. */
  int size() {
    return known.size();
  }

  Subschema compile(Site site) throws UnusableJsonSchema {
    Subschema root = subschema(site);
    do {
      while (!open.isEmpty()) {
        Subschema next = open.remove();
        next.keywords = keywords(next.site);
        next.isComposite = next.keywords.stream().anyMatch(Compiler::isApplying);
      }
      findDynamic();
    } while (!open.isEmpty());
    return root;
  }

  private static boolean isApplying(Keyword keyword) {
    return keyword.getClass().getEnclosingClass() == Applicators.class;
  }

  /** A resource that was found late may have an anchor that was asked for before. */
  private void findDynamic() {
    dynamic.forEach(
        (anchor, targets) -> {
          for (Resource resource : set.resources()) {
            if (resource.dynamicAnchors.contains(anchor)) {
              targets.computeIfAbsent(resource, one -> subschema(set.dynamic(one, anchor)));
            }
          }
        });
  }

  private Subschema subschema(Site site) {
    return known.computeIfAbsent(
        Site.key(site.document(), site.pointer()),
        key -> {
          Subschema schema = new Subschema(known.size(), site);
          open.add(schema);
          return schema;
        });
  }

  private Subschema part(Site site, String... tokens) throws UnusableJsonSchema {
    return subschema(set.part(site, tokens));
  }

  private List<Keyword> keywords(Site site) throws UnusableJsonSchema {
    JsonNode schema = site.node();
    Dialect dialect = site.resource().dialect;
    if (schema.path("$ref").isTextual() && !dialect.draft().readsBesideRef()) {
      return List.of(reference(site));
    }
    List<Keyword> keywords = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : schema.properties()) {
      if (dialect.knows(member.getKey()) && !LAST.contains(member.getKey())) {
        add(keywords, site, member.getKey(), member.getValue());
      }
    }
    for (String last : LAST) {
      JsonNode value = schema.path(last);
      if (isSchema(value) && dialect.knows(last)) {
        isTracking = true;
        Class<?> kind = last.equals("unevaluatedItems") ? List.class : Struct.class;
        keywords.add(new Applicators.Unevaluated(site, last, kind, part(site, last)));
      }
    }
    return keywords;
  }

  private static boolean isSchema(JsonNode value) {
    return value.isObject() || value.isBoolean();
  }

  private void add(List<Keyword> keywords, Site site, String name, JsonNode value)
      throws UnusableJsonSchema {
    Keyword assertion = Assertions.of(site, name, value, assertFormats);
    if (assertion != null) {
      keywords.add(assertion);
      return;
    }
    if (value.isTextual()) {
      switch (name) {
        case "$ref" -> keywords.add(reference(site));
        case "$dynamicRef", "$recursiveRef" ->
            keywords.add(dynamicReference(site, name, value.textValue()));
        default -> {}
      }
    } else if (value.isArray()) {
      addOfList(keywords, site, name, value);
    } else if (isSchema(value)) {
      addOfSchema(keywords, site, name, value);
    }
  }

  private Keyword reference(Site site) throws UnusableJsonSchema {
    Site target = set.resolve(site, site.node().path("$ref").textValue());
    return new Applicators.Reference(site, "$ref", subschema(target));
  }

  private Keyword dynamicReference(Site site, String name, String reference)
      throws UnusableJsonSchema {
    Site target = set.resolve(site, reference);
    String anchor = name.equals("$recursiveRef") ? Resource.RECURSIVE : Uris.fragment(reference);
    Resource resource = target.resource();
    boolean isDynamic =
        resource.dynamicAnchors.contains(anchor)
            && target.pointer().equals(set.dynamic(resource, anchor).pointer());
    Subschema otherwise = subschema(target);
    return isDynamic
        ? new Applicators.DynamicReference(
            site, name, anchor, otherwise, dynamic.computeIfAbsent(anchor, any -> new HashMap<>()))
        : new Applicators.Reference(site, name, otherwise);
  }

  private void addOfList(List<Keyword> keywords, Site site, String name, JsonNode value)
      throws UnusableJsonSchema {
    boolean isApplying =
        switch (name) {
          case "allOf", "anyOf", "oneOf", "prefixItems" -> true;
          case "items" -> !site.resource().dialect.knows("prefixItems");
          default -> false;
        };
    if (!isApplying) {
      return;
    }
    List<Subschema> all = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      all.add(part(site, name, Integer.toString(i)));
    }
    keywords.add(
        switch (name) {
          case "allOf" -> new Applicators.All(site, all);
          case "anyOf", "oneOf" -> new Applicators.Choice(site, name, all);
          default -> new Applicators.Prefix(site, name, all);
        });
  }

  private void addOfSchema(List<Keyword> keywords, Site site, String name, JsonNode value)
      throws UnusableJsonSchema {
    JsonNode schema = site.node();
    Dialect dialect = site.resource().dialect;
    switch (name) {
      case "not" -> keywords.add(new Applicators.Not(site, part(site, name)));
      case "if" ->
          keywords.add(
              new Applicators.Condition(
                  site, part(site, name), partOrNull(site, "then"), partOrNull(site, "else")));
      case "items" -> {
        int from = dialect.knows("prefixItems") ? schema.path("prefixItems").size() : 0;
        keywords.add(new Applicators.Rest(site, name, from, part(site, name)));
      }
      case "additionalItems" -> {
        if (schema.path("items").isArray()) {
          int from = schema.path("items").size();
          keywords.add(new Applicators.Rest(site, name, from, part(site, name)));
        }
      }
      case "properties" -> keywords.add(new Applicators.Properties(site, parts(site, name, value)));
      case "patternProperties" -> {
        for (Map.Entry<String, Subschema> one : parts(site, name, value).entrySet()) {
          EcmaPattern pattern = Assertions.compiled(site, one.getKey(), name, one.getKey());
          keywords.add(
              new Applicators.PatternProperties(
                  site, new Applicators.Named(pattern, one.getValue())));
        }
      }
      case "additionalProperties" -> keywords.add(additional(site));
      case "propertyNames" -> keywords.add(new Applicators.PropertyNames(site, part(site, name)));
      case "contains" -> addContains(keywords, site);
      case "dependentSchemas" ->
          keywords.add(new Applicators.Dependents(site, name, parts(site, name, value)));
      case "dependencies" -> {
        keywords.add(new Applicators.Dependents(site, name, parts(site, name, value)));
        keywords.add(Assertions.dependent(site, name, lists(value)));
      }
      default -> {}
    }
  }

  private @Nullable Subschema partOrNull(Site site, String name) throws UnusableJsonSchema {
    return isSchema(site.node().path(name)) ? part(site, name) : null;
  }

  /** The members of a keyword that are schemas. */
  private Map<String, Subschema> parts(Site site, String name, JsonNode value)
      throws UnusableJsonSchema {
    Map<String, Subschema> parts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      if (isSchema(member.getValue())) {
        parts.put(member.getKey(), part(site, name, member.getKey()));
      }
    }
    return parts;
  }

  private static Map<String, List<String>> lists(JsonNode value) {
    Map<String, List<String>> lists = new HashMap<>();
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      List<String> names = new ArrayList<>();
      member.getValue().forEach(name -> names.add(name.asText()));
      if (member.getValue().isArray()) {
        lists.put(member.getKey(), names);
      }
    }
    return lists;
  }

  private Keyword additional(Site site) throws UnusableJsonSchema {
    Set<String> names = new HashSet<>();
    site.node().path("properties").fieldNames().forEachRemaining(names::add);
    List<EcmaPattern> patterns = new ArrayList<>();
    for (Map.Entry<String, JsonNode> one : site.node().path("patternProperties").properties()) {
      patterns.add(Assertions.compiled(site, one.getKey(), "patternProperties", one.getKey()));
    }
    return new Applicators.AdditionalProperties(
        site, names, patterns, part(site, "additionalProperties"));
  }

  private void addContains(List<Keyword> keywords, Site site) throws UnusableJsonSchema {
    Dialect dialect = site.resource().dialect;
    JsonNode least = site.node().path("minContains");
    JsonNode most = site.node().path("maxContains");
    boolean hasLeast = least.isNumber() && dialect.knows("minContains");
    boolean hasMost = most.isNumber() && dialect.knows("maxContains");
    boolean isEvaluating = dialect.draft().isAtLeast(Draft.DRAFT_2020_12);
    Subschema schema = part(site, "contains");
    keywords.add(
        new Applicators.Contains(
            site,
            hasLeast ? "minContains" : "contains",
            schema,
            hasLeast ? (int) Math.ceil(least.doubleValue()) : 1,
            Integer.MAX_VALUE,
            isEvaluating));
    if (hasMost) {
      keywords.add(
          new Applicators.Contains(
              site, "maxContains", schema, 0, (int) Math.floor(most.doubleValue()), isEvaluating));
    }
  }
}
