package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.pattern.EcmaPattern;
import io.sluice.type.Struct;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keywords for objects: their members and the names of members.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-core#section-10.3.2">JSON Schema
 *     Core, section 10.3.2</a>
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-validation#section-6.5">JSON
 *     Schema Validation, section 6.5</a>
 */
final class ObjectKeywords implements KeywordFamily {

  private final Subschemas subschemas;

  ObjectKeywords(Subschemas subschemas) {
    this.subschemas = subschemas;
  }

  @Override
  public List<Keyword> compile(Site site, String name, JsonNode value) throws UnusableJsonSchema {
    if (value.isNumber()) {
      return switch (name) {
        case "maxProperties" -> List.of(SizeAssertion.atMost(site, name, Struct.class, value));
        case "minProperties" -> List.of(SizeAssertion.atLeast(site, name, Struct.class, value));
        default -> List.of();
      };
    }
    if (name.equals("required")) {
      return value.isArray() ? List.of(new Required(site, RequiredNames.of(value))) : List.of();
    }
    return Subschemas.isSchema(value) ? ofSchemas(site, name) : List.of();
  }

  private List<Keyword> ofSchemas(Site site, String name) throws UnusableJsonSchema {
    return switch (name) {
      case "properties" -> List.of(new Properties(site, subschemas.members(site, name)));
      case "patternProperties" -> patternProperties(site, name);
      case "additionalProperties" -> List.of(additionalProperties(site, name));
      case "propertyNames" -> List.of(new PropertyNames(site, subschemas.part(site, name)));
      default -> List.of();
    };
  }

  private List<Keyword> patternProperties(Site site, String name) throws UnusableJsonSchema {
    List<Keyword> keywords = new ArrayList<>();
    for (Map.Entry<String, Subschema> one : subschemas.members(site, name).entrySet()) {
      EcmaPattern pattern = SchemaPatterns.compile(site, one.getKey(), name, one.getKey());
      keywords.add(new PatternProperties(site, pattern, one.getValue()));
    }
    return keywords;
  }

  private Keyword additionalProperties(Site site, String name) throws UnusableJsonSchema {
    Set<String> names = new HashSet<>();
    site.node().path("properties").fieldNames().forEachRemaining(names::add);
    List<EcmaPattern> patterns = new ArrayList<>();
    for (Map.Entry<String, JsonNode> one : site.node().path("patternProperties").properties()) {
      patterns.add(SchemaPatterns.compile(site, one.getKey(), "patternProperties", one.getKey()));
    }
    return new AdditionalProperties(site, names, patterns, subschemas.part(site, name));
  }

  /** {@code required}. */
  private static final class Required extends Keyword {
    private final RequiredNames names;

    Required(Site site, RequiredNames names) {
      super(site, "required");
      this.names = names;
    }

    @Override
    boolean test(Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen) {
      return names.missing(place).isEmpty();
    }

    @Override
    void explain(
        Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen, Failures into) {
      names.missing(place).forEach(name -> into.add(failure(place).inside(name)));
    }
  }

  /** {@code properties}. */
  private static final class Properties extends ChildApplicator {
    private final Map<String, Subschema> schemas;

    Properties(Site site, Map<String, Subschema> schemas) {
      super(site, "properties", Struct.class);
      this.schemas = schemas;
    }

    @Override
    List<Subschema> parts() {
      return List.copyOf(schemas.values());
    }

    @Override
    @Nullable Subschema schema(Place place, int index, @Nullable BitSet seen) {
      return schemas.get(((Struct) Objects.requireNonNull(place.value)).nameAt(index));
    }
  }

  /** One pattern of {@code patternProperties}. */
  private static final class PatternProperties extends ChildApplicator {
    private final EcmaPattern pattern;
    private final Subschema schema;

    PatternProperties(Site site, EcmaPattern pattern, Subschema schema) {
      super(site, "patternProperties", Struct.class);
      this.pattern = pattern;
      this.schema = schema;
    }

    @Override
    List<Subschema> parts() {
      return List.of(schema);
    }

    @Override
    @Nullable Subschema schema(Place place, int index, @Nullable BitSet seen) {
      return pattern.find(String.valueOf(place.child(index).step())) ? schema : null;
    }
  }

  /** {@code additionalProperties}. */
  private static final class AdditionalProperties extends ChildApplicator {
    private final Set<String> names;
    private final List<EcmaPattern> patterns;
    private final Subschema schema;

    AdditionalProperties(
        Site site, Set<String> names, List<EcmaPattern> patterns, Subschema schema) {
      super(site, "additionalProperties", Struct.class);
      this.names = names;
      this.patterns = patterns;
      this.schema = schema;
    }

    @Override
    List<Subschema> parts() {
      return List.of(schema);
    }

    @Override
    @Nullable Subschema schema(Place place, int index, @Nullable BitSet seen) {
      String name = String.valueOf(place.child(index).step());
      return names.contains(name) || patterns.stream().anyMatch(one -> one.find(name))
          ? null
          : schema;
    }
  }

  /** {@code propertyNames}. */
  private static final class PropertyNames extends Applicator {
    private final Subschema schema;

    PropertyNames(Site site, Subschema schema) {
      super(site, "propertyNames");
      this.schema = schema;
    }

    private List<String> wrong(Evaluation evaluation, Place place, Scope scope) {
      List<String> wrong = new ArrayList<>();
      if (place.value instanceof Struct struct) {
        for (int i = 0; i < struct.size(); i++) {
          evaluation.step();
          if (!evaluation.test(schema, place.name(i), scope, null)) {
            wrong.add(struct.nameAt(i));
          }
        }
      }
      return wrong;
    }

    @Override
    boolean test(Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen) {
      return wrong(evaluation, place, scope).isEmpty();
    }

    @Override
    void explain(
        Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen, Failures into) {
      wrong(evaluation, place, scope).forEach(name -> into.add(failure(place).inside(name)));
    }
  }
}
