package io.sluice.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.Operator;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code ==}, {@code !=} and {@code in}: as CEL defines them, and exact for decimals at any depth.
 *
 * @see <a
 *     href="https://github.com/google/cel-spec/blob/master/doc/langdef.md#equality">Equality</a>
 */
final class CelEquality {

  private CelEquality() {}

  private static final List<CelType> NUMBERS =
      List.of(SimpleType.INT, SimpleType.UINT, SimpleType.DOUBLE, DecimalFunctions.TYPE);

  /** For each overload, the overload that implements it. */
  private static final Map<String, String> SERVING = new HashMap<>();

  static {
    forPairs(
        (pair, one, other) -> {
          SERVING.put("equals_" + pair, "equals");
          SERVING.put("not_equals_" + pair, "not_equals");
          SERVING.put("in_" + pair, "in_list");
        });
  }

  /** Replaces the standard functions with these names. */
  static List<CelFunctionBinding> bindings() {
    return List.of(
        CelFunctionBinding.from("equals", Object.class, Object.class, CelEquality::equal),
        CelFunctionBinding.from("not_equals", Object.class, Object.class, (a, b) -> !equal(a, b)),
        CelFunctionBinding.from("in_list", Object.class, List.class, CelEquality::isIn),
        CelFunctionBinding.from(
            "in_map",
            Object.class,
            Map.class,
            (key, map) ->
                map.containsKey(key) || (Order.isNumber(key) && isIn(key, map.keySet()))));
  }

  /** For the checker: numbers of any two types may be compared. */
  static List<CelFunctionDecl> declarations() {
    List<CelOverloadDecl> equals = new ArrayList<>();
    List<CelOverloadDecl> notEquals = new ArrayList<>();
    List<CelOverloadDecl> in = new ArrayList<>();
    forPairs(
        (pair, one, other) -> {
          equals.add(
              CelOverloadDecl.newGlobalOverload("equals_" + pair, SimpleType.BOOL, one, other));
          notEquals.add(
              CelOverloadDecl.newGlobalOverload("not_equals_" + pair, SimpleType.BOOL, one, other));
          in.add(
              CelOverloadDecl.newGlobalOverload(
                  "in_" + pair, SimpleType.BOOL, one, ListType.create(other)));
        });
    return List.of(
        CelFunctionDecl.newFunctionDeclaration(Operator.EQUALS.getFunction(), equals),
        CelFunctionDecl.newFunctionDeclaration(Operator.NOT_EQUALS.getFunction(), notEquals),
        CelFunctionDecl.newFunctionDeclaration(Operator.IN.getFunction(), in));
  }

  /**
   * The same tree, in which the overloads that {@link #declarations} adds are replaced with the one
   * overload that handles all values, because CEL does not choose among several overloads of a
   * call.
   */
  static CelAbstractSyntaxTree resolve(CelAbstractSyntaxTree tree) {
    Map<Long, CelReference> references = new HashMap<>(tree.getReferenceMap());
    references.replaceAll(
        (id, reference) -> {
          TreeSet<String> overloads = new TreeSet<>();
          for (String overload : reference.overloadIds()) {
            overloads.add(SERVING.getOrDefault(overload, overload));
          }
          return overloads.size() == reference.overloadIds().size()
                  && overloads.containsAll(reference.overloadIds())
              ? reference
              : CelReference.newBuilder()
                  .setName(reference.name())
                  .addOverloadIds(overloads)
                  .build();
        });
    return CelAbstractSyntaxTree.newCheckedAst(
        tree.getExpr(), tree.getSource(), references, tree.getTypeMap());
  }

  private interface Pair {
    void accept(String name, CelType one, CelType other);
  }

  private static void forPairs(Pair pair) {
    for (CelType one : NUMBERS) {
      for (CelType other : NUMBERS) {
        if (!one.equals(other)) {
          pair.accept(one.name() + "_" + other.name(), one, other);
        }
      }
    }
  }

  static boolean isIn(Object value, Collection<?> list) {
    for (Object element : list) {
      if (equal(value, element)) {
        return true;
      }
    }
    return false;
  }

  static boolean equal(Object one, Object other) {
    Budget.spend(Budget.VALUE);
    if (Order.isNumber(one) && Order.isNumber(other)) {
      return !Order.isNaN(one) && !Order.isNaN(other) && Order.numbers(one, other) == 0;
    }
    if (one instanceof String a && other instanceof String b) {
      Budget.scan(Math.min(a.length(), b.length()));
      return a.equals(b);
    }
    if (one instanceof CelByteString a && other instanceof CelByteString b) {
      Budget.scan(Math.min(a.size(), b.size()));
      return a.equals(b);
    }
    if (one instanceof List<?> a && other instanceof List<?> b) {
      return equalLists(a, b);
    }
    if (one instanceof Map<?, ?> a && other instanceof Map<?, ?> b) {
      return equalMaps(a, b);
    }
    if (one instanceof Optional<?> a && other instanceof Optional<?> b) {
      return (a.isPresent() && b.isPresent())
          ? equal(a.get(), b.get())
          : a.isPresent() == b.isPresent();
    }
    return Objects.equals(one, other);
  }

  private static boolean equalLists(List<?> one, List<?> other) {
    if (one.size() != other.size()) {
      return false;
    }
    Iterator<?> others = other.iterator();
    for (Object element : one) {
      if (!equal(element, others.next())) {
        return false;
      }
    }
    return true;
  }

  private static boolean equalMaps(Map<?, ?> one, Map<?, ?> other) {
    return one.size() == other.size()
        && one.entrySet().stream()
            .allMatch(
                entry -> {
                  Object value = find(other, entry.getKey());
                  return value != null && equal(entry.getValue(), value);
                });
  }

  /** The value for a key, which can be a number of a different type; null if there is none. */
  private static @Nullable Object find(Map<?, ?> map, Object key) {
    Object value = map.get(key);
    if (value != null || !Order.isNumber(key)) {
      return value;
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (equal(key, entry.getKey())) {
        return entry.getValue();
      }
    }
    return null;
  }
}
