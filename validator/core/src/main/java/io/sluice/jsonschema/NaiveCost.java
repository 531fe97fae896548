package io.sluice.jsonschema;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How much an engine would have to do that remembers nothing: where a schema refers to itself in a
 * choice, that may double with each level of a document.
 */
final class NaiveCost {

  /** Stands for more than any engine can do. */
  private static final long ENDLESS = Long.MAX_VALUE / 4;

  private record Applied(Subschema schema, Place place) {}

  private final Map<Applied, Long> known = new HashMap<>();

  private NaiveCost() {}

  /** So many times would subschemas be applied to values of a document, at most. */
  static long of(Subschema schema, Place document) {
    return new NaiveCost().cost(schema, document);
  }

  private long cost(Subschema schema, Place place) {
    Applied applied = new Applied(schema, place);
    Long answer = known.putIfAbsent(applied, ENDLESS);
    if (answer != null) {
      return answer;
    }
    long cost = 1;
    for (Keyword keyword : schema.keywords) {
      for (Place child : keyword.parts().isEmpty() ? Set.<Place>of() : keyword.children(place)) {
        for (Subschema part : keyword.parts()) {
          cost = Math.min(ENDLESS, cost + cost(part, child));
        }
      }
    }
    known.put(applied, cost);
    return cost;
  }

  /** Whether some choice leads to itself again. */
  static boolean hasRecursiveChoice(Subschema root) {
    Set<Subschema> all = reachable(root);
    return all.stream()
        .filter(
            schema -> schema.keywords.stream().anyMatch(one -> one instanceof Applicators.Choice))
        .anyMatch(
            schema ->
                schema.keywords.stream()
                    .flatMap(keyword -> keyword.parts().stream())
                    .anyMatch(part -> reachable(part).contains(schema)));
  }

  private static Set<Subschema> reachable(Subschema from) {
    Set<Subschema> seen = new HashSet<>();
    Deque<Subschema> open = new ArrayDeque<>();
    open.add(from);
    while (!open.isEmpty()) {
      Subschema schema = open.remove();
      if (seen.add(schema)) {
        schema.keywords.forEach(keyword -> open.addAll(keyword.parts()));
      }
    }
    return seen;
  }
}
