package io.sluice.contract;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The vocabulary of checks. The name in lower case is what contracts and faults say. */
public enum CheckName {
  NOT_NULL,
  REQUIRED,
  IN,
  NOT_IN,
  CONST,
  GT,
  GTE,
  LT,
  LTE,
  BETWEEN,
  MIN_LEN,
  MAX_LEN,
  PATTERN,
  PREFIX,
  SUFFIX,
  FORMAT,
  TYPE,
  /** A CEL expression. */
  EXPR;

  private static final Map<String, CheckName> BY_LABEL =
      Arrays.stream(values()).collect(Collectors.toMap(CheckName::label, Function.identity()));

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The check of that name, or null. */
  static @Nullable CheckName of(String label) {
    return BY_LABEL.get(label);
  }

  /** All names, in alphabetical order. */
  static Set<String> labels() {
    return new TreeSet<>(BY_LABEL.keySet());
  }

  public String label() {
    return label;
  }

  /** Whether its argument is a list. */
  boolean takesList() {
    return this == IN || this == NOT_IN || this == BETWEEN;
  }
}
