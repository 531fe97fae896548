package io.sluice.jsonschema;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The work of an engine without memory. If a schema refers to itself in a choice, the work can
 * double with each nesting level of a document.
 */
final class NaiveCost {

  private record Applied(Subschema schema, Place place) {}

  private final Map<Applied, Long> known = new HashMap<>();
  private final long most;

  private NaiveCost(long most) {
    this.most = most;
  }

  /**
   * The number of times that subschemas would be applied to values of a document.
   *
   * @param most the upper bound of the result
   */
  static long of(Subschema schema, Place document, long most) {
    return new NaiveCost(most).cost(schema, document);
  }

  private long cost(Subschema schema, Place place) {
    Applied applied = new Applied(schema, place);
    // what is applied to the same value again meanwhile has no end
    Long answer = known.size() > most ? Long.valueOf(most) : known.putIfAbsent(applied, most);
    if (answer != null) {
      return answer;
    }
    long[] cost = {1};
    for (Keyword keyword : schema.keywords) {
      if (keyword instanceof Applicator applicator) {
        applicator.visit(
            place, (part, child) -> cost[0] = Math.min(most, cost[0] + cost(part, child)));
      }
    }
    known.put(applied, cost[0]);
    return cost[0];
  }

  /** The number of subschemas with all references written out, up to a bound. */
  static long unfolded(Subschema root, long most) {
    return unfolded(root, most, new HashMap<>());
  }

  private static long unfolded(Subschema schema, long most, Map<Subschema, Long> known) {
    // one that leads to itself is endless
    Long answer = known.putIfAbsent(schema, most);
    if (answer != null) {
      return answer;
    }
    long size = 1;
    for (Subschema part : schema.applicators().flatMap(one -> one.parts().stream()).toList()) {
      size = Math.min(most, size + unfolded(part, most, known));
    }
    known.put(schema, size);
    return size;
  }

  /** Whether a schema that applies several others to one value leads to itself again. */
  static boolean mayDouble(Subschema root) {
    return reachable(root).stream()
        .filter(NaiveCost::isBranching)
        .anyMatch(
            schema ->
                schema
                    .applicators()
                    .flatMap(one -> one.parts().stream())
                    .anyMatch(part -> reachable(part).contains(schema)));
  }

  private static boolean isBranching(Subschema schema) {
    return schema
            .applicators()
            .filter(Applicator::isOfSameValue)
            .mapToInt(one -> one.parts().size())
            .sum()
        > 1;
  }

  private static Set<Subschema> reachable(Subschema from) {
    Set<Subschema> seen = new HashSet<>();
    Deque<Subschema> open = new ArrayDeque<>();
    open.add(from);
    while (!open.isEmpty()) {
      Subschema schema = open.remove();
      if (seen.add(schema)) {
        schema.applicators().forEach(one -> open.addAll(one.parts()));
      }
    }
    return seen;
  }
}
