package io.sluice.expression;

import com.google.common.collect.Lists;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The functions of CEL's extension libraries for lists and sets, with the equality and the order of
 * this package, limited by the {@link Budget}.
 */
@SuppressWarnings("Immutable") // the functions given here keep no state
final class ListFunctions {

  private ListFunctions() {}

  static List<CelFunctionBinding> bindings() {
    return List.of(
        CelFunctionBinding.from(
            "list_slice",
            List.of(Collection.class, Long.class, Long.class),
            arguments ->
                slice((Collection<?>) arguments[0], (Long) arguments[1], (Long) arguments[2])),
        CelFunctionBinding.from("list_flatten", Collection.class, list -> flatten(list, 1)),
        CelFunctionBinding.from(
            "list_flatten_list_int", Collection.class, Long.class, ListFunctions::flatten),
        CelFunctionBinding.from("lists_range", Long.class, ListFunctions::range),
        CelFunctionBinding.from("list_distinct", Collection.class, ListFunctions::distinct),
        CelFunctionBinding.from(
            "list_reverse", Collection.class, list -> Lists.reverse(copy(list))),
        CelFunctionBinding.from("list_sort", Collection.class, ListFunctions::sort),
        CelFunctionBinding.from(
            "list_sortByAssociatedKeys", Collection.class, ListFunctions::sortByKeys),
        CelFunctionBinding.from(
            "list_sets_contains_list",
            Collection.class,
            Collection.class,
            ListFunctions::containsAll),
        CelFunctionBinding.from(
            "list_sets_equivalent_list",
            Collection.class,
            Collection.class,
            (one, other) -> containsAll(one, other) && containsAll(other, one)),
        CelFunctionBinding.from(
            "list_sets_intersects_list",
            Collection.class,
            Collection.class,
            ListFunctions::intersects));
  }

  private static List<Object> copy(Collection<?> list) {
    Budget.spend((long) list.size() * Budget.VALUE);
    return new ArrayList<>(list);
  }

  private static List<Object> slice(Collection<?> list, long from, long to) {
    if (from < 0 || to < from || to > list.size()) {
      throw new IndexOutOfBoundsException("the range is outside the list");
    }
    return copy(list).subList((int) from, (int) to);
  }

  private static List<Object> flatten(Collection<?> list, long depth) {
    if (depth < 0) {
      throw new IllegalArgumentException("the depth is negative");
    }
    List<Object> flat = new ArrayList<>();
    for (Object element : list) {
      Budget.spend(Budget.VALUE);
      if (depth > 0 && element instanceof Collection<?> inner) {
        flat.addAll(flatten(inner, depth - 1));
      } else {
        flat.add(element);
      }
    }
    return flat;
  }

  private static List<Object> range(long end) {
    List<Object> numbers = new ArrayList<>();
    for (long i = 0; i < end; i++) {
      Budget.spend(Budget.VALUE);
      numbers.add(i);
    }
    return numbers;
  }

  private static List<Object> distinct(Collection<?> list) {
    LinkedHashSet<Distinct> seen = new LinkedHashSet<>();
    copy(list).forEach(element -> seen.add(new Distinct(element)));
    return Lists.newArrayList(Lists.transform(List.copyOf(seen), Distinct::value));
  }

  /** A value with the equality of {@link CelEquality}. */
  private record Distinct(Object value) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Distinct distinct && CelEquality.equal(value, distinct.value);
    }

    /** Numbers of different types can be equal, and so can the contents of lists and maps. */
    @Override
    public int hashCode() {
      return hash(value);
    }

    private static int hash(Object value) {
      Budget.spend(Budget.VALUE);
      if (Order.isNumber(value)) {
        return Double.hashCode(
            value instanceof Decimal decimal
                ? decimal.value().doubleValue() + 0.0
                : ((Number) value).doubleValue() + 0.0);
      }
      if (value instanceof List<?> list) {
        int hash = 1;
        for (Object element : list) {
          hash = 31 * hash + hash(element);
        }
        return hash;
      }
      if (value instanceof Map<?, ?> map) {
        int hash = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          hash += hash(entry.getKey()) ^ hash(entry.getValue());
        }
        return hash;
      }
      if (value instanceof String text) {
        Budget.scan(text.length());
      } else if (value instanceof CelByteString bytes) {
        Budget.scan(bytes.size());
      }
      return value instanceof Optional<?> optional
          ? optional.map(Distinct::hash).orElse(0)
          : Objects.hashCode(value);
    }
  }

  private static List<Object> sort(Collection<?> list) {
    List<Object> sorted = copy(list);
    sorted.sort(comparator());
    return sorted;
  }

  /** Sorts pairs of key and value, which the macro {@code sortBy} creates. */
  private static List<Object> sortByKeys(Collection<?> pairs) {
    List<Object> sorted = copy(pairs);
    Comparator<Object> keys = comparator();
    sorted.sort((one, other) -> keys.compare(part(one, 0), part(other, 0)));
    return new ArrayList<>(Lists.transform(sorted, pair -> part(pair, 1)));
  }

  private static Object part(Object pair, int index) {
    return ((List<?>) pair).get(index);
  }

  private static Comparator<Object> comparator() {
    return (one, other) -> {
      Budget.spend(Budget.VALUE);
      return Order.values(one, other);
    };
  }

  private static boolean intersects(Collection<?> one, Collection<?> other) {
    return other.stream().anyMatch(element -> CelEquality.isIn(element, one));
  }

  private static boolean containsAll(Collection<?> list, Collection<?> wanted) {
    return wanted.stream().allMatch(element -> CelEquality.isIn(element, list));
  }
}
