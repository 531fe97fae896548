package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compiles schemas with everything that they refer to. The meaning of a keyword is defined by its
 * {@link KeywordFamily}.
 */
final class Compiler {

  private final Subschemas subschemas;
  private final ReferenceKeywords references;
  private final UnevaluatedKeywords unevaluated;
  private final List<KeywordFamily> families;
  private boolean isTracking;

  Compiler(SchemaSet set, boolean assertFormats) {
    this.subschemas = new Subschemas(set);
    this.references = new ReferenceKeywords(set, subschemas);
    this.unevaluated = new UnevaluatedKeywords(subschemas);
    this.families =
        List.of(
            new ValueKeywords(),
            new NumberKeywords(),
            new TextKeywords(assertFormats),
            new ObjectKeywords(subschemas),
            new ArrayKeywords(subschemas),
            new LogicKeywords(subschemas),
            new ConditionKeywords(subschemas),
            new DependencyKeywords(subschemas),
            references);
  }

  /** Whether a keyword depends on what was evaluated. */
  boolean isTracking() {
    return isTracking;
  }

  /** Whether there are dynamic references. */
  boolean isDynamic() {
    return references.isDynamic();
  }

  /** The number of subschemas. */
  int size() {
    return subschemas.size();
  }

  Subschema compile(Site site) throws UnusableJsonSchema {
    Subschema root = subschemas.at(site);
    do {
      for (Subschema next = subschemas.nextOpen(); next != null; next = subschemas.nextOpen()) {
        next.keywords = keywords(next.site);
        next.isComposite = next.applicators().findAny().isPresent();
      }
      references.findDynamicTargets();
    } while (subschemas.hasOpen());
    return root;
  }

  private List<Keyword> keywords(Site site) throws UnusableJsonSchema {
    Dialect dialect = site.resource().dialect;
    if (site.node().path("$ref").isTextual() && !dialect.draft().readsBesideRef()) {
      return List.of(references.reference(site));
    }
    List<Keyword> keywords = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : site.node().properties()) {
      if (dialect.knows(member.getKey())) {
        for (KeywordFamily family : families) {
          keywords.addAll(family.compile(site, member.getKey(), member.getValue()));
        }
      }
    }
    List<Keyword> last = unevaluated.compile(site);
    isTracking |= !last.isEmpty();
    keywords.addAll(last);
    return keywords;
  }
}
