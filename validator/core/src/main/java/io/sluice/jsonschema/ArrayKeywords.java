package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keywords for arrays, and their items.
 *
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-core#section-10.3.1">JSON Schema
 *     Core, section 10.3.1</a>
 * @see <a href="https://json-schema.org/draft/2020-12/json-schema-validation#section-6.4">JSON
 *     Schema Validation, section 6.4</a>
 */
final class ArrayKeywords implements KeywordFamily {

  private final Subschemas subschemas;

  ArrayKeywords(Subschemas subschemas) {
    this.subschemas = subschemas;
  }

  @Override
  public List<Keyword> compile(Site site, String name, JsonNode value) throws UnusableJsonSchema {
    if (value.isNumber()) {
      return switch (name) {
        case "maxItems" -> List.of(SizeAssertion.atMost(site, name, List.class, value));
        case "minItems" -> List.of(SizeAssertion.atLeast(site, name, List.class, value));
        default -> List.of();
      };
    }
    if (name.equals("uniqueItems")) {
      return value.asBoolean() ? List.of(new Unique(site)) : List.of();
    }
    if (value.isArray()) {
      boolean isPrefix =
          name.equals("prefixItems")
              || (name.equals("items") && !site.resource().dialect.knows("prefixItems"));
      return isPrefix ? List.of(new Prefix(site, name, subschemas.list(site, name))) : List.of();
    }
    return Subschemas.isSchema(value) ? ofSchema(site, name) : List.of();
  }

  private List<Keyword> ofSchema(Site site, String name) throws UnusableJsonSchema {
    return switch (name) {
      case "items" -> {
        boolean hasPrefix = site.resource().dialect.knows("prefixItems");
        int from = hasPrefix ? site.node().path("prefixItems").size() : 0;
        yield List.of(new Rest(site, name, from, subschemas.part(site, name)));
      }
      case "additionalItems" -> {
        JsonNode items = site.node().path("items");
        yield items.isArray()
            ? List.of(new Rest(site, name, items.size(), subschemas.part(site, name)))
            : List.of();
      }
      case "contains" -> contains(site, subschemas.part(site, name));
      default -> List.of();
    };
  }

  private static List<Keyword> contains(Site site, Subschema schema) {
    Dialect dialect = site.resource().dialect;
    JsonNode least = site.node().path("minContains");
    JsonNode most = site.node().path("maxContains");
    boolean isEvaluating = dialect.draft().isAtLeast(Draft.DRAFT_2020_12);
    List<Keyword> keywords = new ArrayList<>();
    boolean hasLeast = least.isNumber() && dialect.knows("minContains");
    String blamed = hasLeast ? "minContains" : "contains";
    int atLeast = hasLeast ? (int) Math.ceil(least.doubleValue()) : 1;
    keywords.add(new Contains(site, blamed, schema, atLeast, Integer.MAX_VALUE, isEvaluating));
    if (most.isNumber() && dialect.knows("maxContains")) {
      int atMost = (int) Math.floor(most.doubleValue());
      keywords.add(new Contains(site, "maxContains", schema, 0, atMost, isEvaluating));
    }
    return keywords;
  }

  /** {@code uniqueItems}. */
  private static final class Unique extends Keyword {

    Unique(Site site) {
      super(site, "uniqueItems");
    }

    @Override
    boolean test(Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen) {
      if (!(place.value instanceof List)) {
        return true;
      }
      Map<Long, List<Place>> byHash = new HashMap<>();
      for (int i = 0; i < place.size(); i++) {
        Place item = place.child(i);
        List<Place> same = byHash.computeIfAbsent(item.hash(), hash -> new ArrayList<>(1));
        if (same.stream().anyMatch(one -> Equality.areEqual(one.value, item.value))) {
          return false;
        }
        same.add(item);
      }
      return true;
    }
  }

  /** Items by position: {@code prefixItems}, and {@code items} that is a list. */
  private static final class Prefix extends ChildApplicator {
    private final List<Subschema> schemas;

    Prefix(Site site, String name, List<Subschema> schemas) {
      super(site, name, List.class);
      this.schemas = schemas;
    }

    @Override
    List<Subschema> parts() {
      return schemas;
    }

    @Override
    @Nullable Subschema schema(Place place, int index, @Nullable BitSet seen) {
      return index < schemas.size() ? schemas.get(index) : null;
    }
  }

  /** Items from a position on: {@code items}, and {@code additionalItems}. */
  private static final class Rest extends ChildApplicator {
    private final int from;
    private final Subschema schema;

    Rest(Site site, String name, int from, Subschema schema) {
      super(site, name, List.class);
      this.from = from;
      this.schema = schema;
    }

    @Override
    List<Subschema> parts() {
      return List.of(schema);
    }

    @Override
    @Nullable Subschema schema(Place place, int index, @Nullable BitSet seen) {
      return index < from ? null : schema;
    }
  }

  /** {@code contains} with {@code minContains} and {@code maxContains}. */
  private static final class Contains extends Applicator {
    private final Subschema schema;
    private final int least;
    private final int most;
    private final boolean isEvaluating;

    /**
     * @param name the name of the keyword to report: {@code contains}, or one of the bounds
     * @param isEvaluating whether items that fit count as evaluated
     */
    Contains(Site site, String name, Subschema schema, int least, int most, boolean isEvaluating) {
      super(site, name);
      this.schema = schema;
      this.least = least;
      this.most = most;
      this.isEvaluating = isEvaluating;
    }

    @Override
    List<Subschema> parts() {
      return List.of(schema);
    }

    @Override
    boolean isOfSameValue() {
      return false;
    }

    @Override
    void visit(Place place, Visitor visitor) {
      if (place.value instanceof List) {
        for (int i = 0; i < place.size(); i++) {
          visitor.visit(schema, place.child(i));
        }
      }
    }

    @Override
    boolean test(Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen) {
      if (!(place.value instanceof List)) {
        return true;
      }
      int count = 0;
      for (int i = 0; i < place.size(); i++) {
        evaluation.step();
        if (evaluation.test(schema, place.child(i), scope, null)) {
          count++;
          if (seen != null && isEvaluating) {
            seen.set(i);
          }
        }
      }
      return count >= least && count <= most;
    }
  }
}
