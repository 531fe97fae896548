package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code $ref}, {@code $dynamicRef}, and {@code $recursiveRef}.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-core#section-8.2.3">JSON Schema
 *     Core, section 8.2.3</a>
 */
final class ReferenceKeywords implements KeywordFamily {

  private final SchemaSet set;
  private final Subschemas subschemas;

  /** Targets of dynamic references by anchor. */
  private final Map<String, Map<Resource, Subschema>> dynamic = new HashMap<>();

  ReferenceKeywords(SchemaSet set, Subschemas subschemas) {
    this.set = set;
    this.subschemas = subschemas;
  }

  @Override
  public List<Keyword> compile(Site site, String name, JsonNode value) throws UnusableJsonSchema {
    if (!value.isTextual()) {
      return List.of();
    }
    return switch (name) {
      case "$ref" -> List.of(reference(site));
      case "$dynamicRef", "$recursiveRef" ->
          List.of(dynamicReference(site, name, value.textValue()));
      default -> List.of();
    };
  }

  /** The {@code $ref} of a schema that has one. */
  Keyword reference(Site site) throws UnusableJsonSchema {
    Site target = set.resolve(site, site.node().path("$ref").textValue());
    return new Reference(site, "$ref", subschemas.at(target));
  }

  private Keyword dynamicReference(Site site, String name, String reference)
      throws UnusableJsonSchema {
    Site target = set.resolve(site, reference);
    String anchor = name.equals("$recursiveRef") ? Resource.RECURSIVE : Uris.fragment(reference);
    Resource resource = target.resource();
    boolean isDynamic =
        resource.dynamicAnchors.contains(anchor)
            && target.pointer().equals(set.dynamic(resource, anchor).pointer());
    Subschema otherwise = subschemas.at(target);
    return isDynamic
        ? new DynamicReference(
            site, name, anchor, otherwise, dynamic.computeIfAbsent(anchor, any -> new HashMap<>()))
        : new Reference(site, name, otherwise);
  }

  boolean isDynamic() {
    return !dynamic.isEmpty();
  }

  /**
   * Updates the targets, because a resource that was found later may have an anchor that was used
   * earlier.
   */
  void findDynamicTargets() {
    dynamic.forEach(
        (anchor, targets) -> {
          for (Resource resource : set.resources()) {
            if (resource.dynamicAnchors.contains(anchor)) {
              targets.computeIfAbsent(resource, one -> subschemas.at(set.dynamic(one, anchor)));
            }
          }
        });
  }

  /** A reference whose target is known when it is compiled. */
  private static final class Reference extends Applicator {
    private final Subschema target;

    Reference(Site site, String name, Subschema target) {
      super(site, name);
      this.target = target;
    }

    @Override
    List<Subschema> parts() {
      return List.of(target);
    }

    @Override
    boolean test(Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen) {
      return evaluation.test(target, place, scope, seen);
    }

    @Override
    void explain(
        Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen, Failures into) {
      evaluation.explain(target, place, scope, "false", into);
    }
  }

  /** A reference whose target depends on the path that led to it. */
  private static final class DynamicReference extends Applicator {
    private final String anchor;
    private final Subschema otherwise;
    private final Map<Resource, Subschema> targets;

    /**
     * @param otherwise the target if no resource on the path has the anchor
     * @param targets the targets in all resources that have it
     */
    DynamicReference(
        Site site,
        String name,
        String anchor,
        Subschema otherwise,
        Map<Resource, Subschema> targets) {
      super(site, name);
      this.anchor = anchor;
      this.otherwise = otherwise;
      this.targets = targets;
    }

    private Subschema target(Scope scope) {
      Resource outermost = scope.outermost(anchor);
      return outermost == null ? otherwise : targets.getOrDefault(outermost, otherwise);
    }

    @Override
    List<Subschema> parts() {
      return Stream.concat(Stream.of(otherwise), targets.values().stream()).toList();
    }

    @Override
    boolean test(Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen) {
      return evaluation.test(target(scope), place, scope, seen);
    }

    @Override
    void explain(
        Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen, Failures into) {
      evaluation.explain(target(scope), place, scope, "false", into);
    }
  }
}
