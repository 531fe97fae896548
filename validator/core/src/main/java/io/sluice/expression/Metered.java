package io.sluice.expression;

import com.google.common.collect.Iterables;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeLibrary;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The functions of a library of CEL, each of which takes of an evaluation's {@link Budget} what it
 * reads and what it makes.
 */
final class Metered {

  private static final Map<String, Cost> COSTS =
      Map.of(
          "string_index_of_string", Metered::searching,
          "string_index_of_string_int", Metered::searching,
          "string_last_index_of_string", Metered::searching,
          "string_last_index_of_string_int", Metered::searching,
          "string_replace_string_string", Metered::replacing,
          "string_replace_string_string_int", Metered::replacing,
          "list_join", Metered::joining,
          "list_join_string", Metered::joining);

  private interface Cost {
    long of(Object[] arguments);
  }

  private Metered() {}

  @SuppressWarnings("Immutable") // the library's functions keep no state
  static List<CelFunctionBinding> of(CelRuntimeLibrary library) {
    List<CelFunctionBinding> metered = new ArrayList<>();
    for (CelFunctionBinding binding : bindings(library)) {
      Cost cost = COSTS.getOrDefault(binding.getOverloadId(), Metered::reading);
      metered.add(
          CelFunctionBinding.from(
              binding.getOverloadId(),
              binding.getArgTypes(),
              arguments -> {
                Budget.spend(cost.of(arguments));
                try {
                  Object result = binding.getDefinition().apply(arguments);
                  Budget.spend(size(result));
                  return result;
                } catch (CelEvaluationException e) {
                  // so that CEL adds where in the expression it was
                  throw new IllegalArgumentException(e.getMessage(), e);
                }
              }));
    }
    return metered;
  }

  /** What the library would add to a runtime. */
  private static List<CelFunctionBinding> bindings(CelRuntimeLibrary library) {
    List<CelFunctionBinding> bindings = new ArrayList<>();
    library.setRuntimeOptions(
        (CelRuntimeBuilder)
            Proxy.newProxyInstance(
                CelRuntimeBuilder.class.getClassLoader(),
                new Class<?>[] {CelRuntimeBuilder.class},
                (builder, method, arguments) -> {
                  if (!method.getName().equals("addFunctionBindings")) {
                    // a library that sets more than functions would lose it here
                    throw new UnsupportedOperationException(method.getName());
                  }
                  Iterable<?> added =
                      arguments[0] instanceof Object[] array
                          ? List.of(array)
                          : (Iterable<?>) arguments[0];
                  Iterables.addAll(bindings, Iterables.filter(added, CelFunctionBinding.class));
                  return builder;
                }));
    return bindings;
  }

  private static long reading(Object[] arguments) {
    long size = 0;
    for (Object argument : arguments) {
      size += size(argument);
    }
    return size;
  }

  /** The library compares the text with what is looked for at each place. */
  private static long searching(Object[] arguments) {
    return reading(arguments) + size(arguments[0]) * size(arguments[1]) / 8;
  }

  /** At most, the replacement goes between all characters. */
  private static long replacing(Object[] arguments) {
    long places = (size(arguments[0]) + 1) / Math.max(size(arguments[1]), 1) + 1;
    return searching(arguments) + places * size(arguments[2]);
  }

  private static long joining(Object[] arguments) {
    long separator = arguments.length > 1 ? size(arguments[1]) : 0;
    long size = 0;
    for (Object part : (Collection<?>) arguments[0]) {
      size += size(part) + separator;
    }
    return size;
  }

  private static long size(Object value) {
    if (value instanceof String text) {
      return text.length();
    }
    if (value instanceof CelByteString bytes) {
      return bytes.size();
    }
    return value instanceof Collection<?> list ? list.size() * 8L : 1;
  }
}
