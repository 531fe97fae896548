package io.sluice.expression;

import com.google.common.collect.Iterables;
import dev.cel.common.CelOptions;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeLibrary;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.RuntimeEquality;
import dev.cel.runtime.RuntimeHelpers;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The functions of CEL and its libraries, each of which charges the {@link Budget} of the
 * evaluation for what it reads and creates.
 */
final class Metered {

  private interface Cost {
    long of(Object[] arguments);
  }

  private Metered() {}

  /**
   * The standard functions. Functions that do not read text cost almost nothing and remain
   * unchanged.
   */
  static List<CelFunctionBinding> standard(CelOptions options) {
    return CelStandardFunctions.newBuilder()
        .build()
        .newFunctionBindings(RuntimeEquality.create(RuntimeHelpers.create(), options), options)
        .stream()
        .map(binding -> readsText(binding) ? metered(binding, Metered::scanning) : binding)
        .toList();
  }

  private static boolean readsText(CelFunctionBinding binding) {
    return binding.getArgTypes().contains(String.class)
        || binding.getArgTypes().contains(CelByteString.class);
  }

  /** The functions of a library. */
  static List<CelFunctionBinding> of(CelRuntimeLibrary library) {
    return bindings(library).stream().map(binding -> metered(binding, Metered::reading)).toList();
  }

  @SuppressWarnings("Immutable") // the library's functions keep no state
  private static CelFunctionBinding metered(CelFunctionBinding binding, Cost usual) {
    Cost cost =
        switch (binding.getOverloadId()) {
          case "contains_string" -> Metered::containing;
          case "string_index_of_string",
              "string_index_of_string_int",
              "string_last_index_of_string",
              "string_last_index_of_string_int",
              "string_split_string",
              "string_split_string_int" ->
              Metered::searching;
          case "string_replace_string_string", "string_replace_string_string_int" ->
              Metered::replacing;
          case "list_join", "list_join_string" -> Metered::joining;
          default -> usual;
        };
    return CelFunctionBinding.from(
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
        });
  }

  /** The functions that the library would add to a runtime. */
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

  /** The cost of a function that only reads text or bytes. */
  private static long scanning(Object[] arguments) {
    return reading(arguments) / 16;
  }

  private static long containing(Object[] arguments) {
    return comparisons(arguments) / 16;
  }

  private static long searching(Object[] arguments) {
    return reading(arguments) + comparisons(arguments) / 8;
  }

  private static long comparisons(Object[] arguments) {
    String text = (String) arguments[0];
    String wanted = (String) arguments[1];
    // to count them is to look at both
    Budget.scan((long) text.length() + wanted.length());
    return SearchCost.comparisons(text, wanted);
  }

  /** In the worst case, the replacement is inserted between all characters. */
  private static long replacing(Object[] arguments) {
    long places = (size(arguments[0]) + 1) / Math.max(size(arguments[1]), 1) + 1;
    return searching(arguments) + places * size(arguments[2]);
  }

  private static long joining(Object[] arguments) {
    long separator = arguments.length > 1 ? size(arguments[1]) : 0;
    for (Object part : (Collection<?>) arguments[0]) {
      // one after another, since to look at all of them is what costs
      Budget.spend(size(part) + separator + Budget.VALUE);
    }
    return 0;
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
