package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.type.Absent;
import io.sluice.type.Struct;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The requirements for an object that has a member: {@code dependentSchemas}, {@code
 * dependentRequired}, and {@code dependencies}, which combines both.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-core#section-10.2.2.4">JSON
 *     Schema Core, section 10.2.2.4</a>
 */
final class DependencyKeywords implements KeywordFamily {

  private final Subschemas subschemas;

  DependencyKeywords(Subschemas subschemas) {
    this.subschemas = subschemas;
  }

  @Override
  public List<Keyword> compile(Site site, String name, JsonNode value) throws UnusableJsonSchema {
    return switch (name) {
      case "dependentSchemas" ->
          Subschemas.isSchema(value) ? List.of(schemas(site, name)) : List.of();
      case "dependentRequired" ->
          value.isObject() ? List.of(new DependentRequired(site, name, names(value))) : List.of();
      case "dependencies" ->
          Subschemas.isSchema(value)
              ? List.of(schemas(site, name), new DependentRequired(site, name, allNames(value)))
              : List.of();
      default -> List.of();
    };
  }

  private Keyword schemas(Site site, String name) throws UnusableJsonSchema {
    return new DependentSchemas(site, name, subschemas.members(site, name));
  }

  private static Map<String, RequiredNames> names(JsonNode value) {
    Map<String, RequiredNames> names = new HashMap<>();
    for (Map.Entry<String, JsonNode> one : value.properties()) {
      if (one.getValue().isArray()) {
        names.put(one.getKey(), RequiredNames.of(one.getValue()));
      }
    }
    return names;
  }

  /** The names in {@code dependencies}. An element that is not text counts in its JSON notation. */
  private static Map<String, RequiredNames> allNames(JsonNode value) {
    Map<String, RequiredNames> all = new HashMap<>();
    for (Map.Entry<String, JsonNode> one : value.properties()) {
      if (one.getValue().isArray()) {
        List<String> names = new ArrayList<>();
        one.getValue().forEach(name -> names.add(name.asText()));
        all.put(one.getKey(), new RequiredNames(names));
      }
    }
    return all;
  }

  /** Schemas for a whole object if it has a member. */
  private static final class DependentSchemas extends Applicator {
    private final Map<String, Subschema> schemas;

    DependentSchemas(Site site, String name, Map<String, Subschema> schemas) {
      super(site, name);
      this.schemas = schemas;
    }

    @Override
    List<Subschema> parts() {
      return List.copyOf(schemas.values());
    }

    @Override
    boolean test(Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen) {
      if (place.value instanceof Struct struct) {
        for (Map.Entry<String, Subschema> one : schemas.entrySet()) {
          if (struct.field(one.getKey()) != Absent.VALUE
              && !evaluation.test(one.getValue(), place, scope, seen)) {
            return false;
          }
        }
      }
      return true;
    }

    @Override
    void explain(
        Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen, Failures into) {
      if (place.value instanceof Struct struct) {
        schemas.forEach(
            (name, schema) -> {
              if (struct.field(name) != Absent.VALUE
                  && !evaluation.test(schema, place, scope, seen)) {
                evaluation.explain(schema, place, scope, name(), into);
              }
            });
      }
    }
  }

  /** Members that an object must have if it has another member. */
  private static final class DependentRequired extends Keyword {
    private final Map<String, RequiredNames> wanted;

    DependentRequired(Site site, String name, Map<String, RequiredNames> wanted) {
      super(site, name);
      this.wanted = wanted;
    }

    private List<String> missing(Place place) {
      List<String> missing = new ArrayList<>();
      if (place.value instanceof Struct struct) {
        wanted.forEach(
            (name, others) -> {
              if (struct.field(name) != Absent.VALUE) {
                missing.addAll(others.missing(place));
              }
            });
      }
      return missing;
    }

    @Override
    boolean test(Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen) {
      return missing(place).isEmpty();
    }

    @Override
    void explain(
        Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen, Failures into) {
      missing(place).stream().distinct().forEach(name -> into.add(failure(place).inside(name)));
    }
  }
}
