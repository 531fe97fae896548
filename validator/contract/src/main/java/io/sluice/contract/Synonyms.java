package io.sluice.contract;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names of Sluice's checks in other tools: dbt, Great Expectations, Soda, JSON Schema,
 * protovalidate.
 */
final class Synonyms {

  private static final Map<String, String> OURS = new HashMap<>();

  static {
    add("not_null", "is_not_null", "notnull", "nonnull", "mandatory", "values_to_not_be_null");
    add("required", "exists", "present", "to_exist");
    add("not_empty", "nonempty", "is_not_empty");
    add("in", "accepted_values", "one_of", "enum", "is_in", "allowed_values", "valid_values");
    add("in", "values_to_be_in_set", "in_set");
    add("not_in", "none_of", "forbidden", "invalid_values", "values_to_not_be_in_set");
    add("const", "equals", "eq", "equal_to", "is");
    add("gt", "greater", "above", "greater_than", "exclusive_minimum", "exclusive_min");
    add("gte", "ge", "min", "minimum", "at_least", "greater_or_equal", "valid_min");
    add("lt", "less", "below", "less_than", "exclusive_maximum", "exclusive_max");
    add("lte", "le", "max", "maximum", "at_most", "less_or_equal", "valid_max");
    add("between", "range", "in_range", "accepted_range", "values_to_be_between");
    add("multiple_of", "divisible_by", "step");
    add("len", "length", "valid_length", "value_lengths_to_equal");
    add("min_len", "min_length", "minlen", "valid_min_length");
    add("max_len", "max_length", "maxlen", "valid_max_length");
    add("pattern", "regex", "matches", "match", "valid_regex", "values_to_match_regex");
    add("prefix", "starts_with", "begins_with");
    add("suffix", "ends_with");
    add("contains", "includes", "has");
    add("not_contains", "excludes");
    add("format", "valid_format", "is_format");
    add("type", "data_type", "of_type", "values_to_be_of_type");
    add("min_items", "min_size", "min_count");
    add("max_items", "max_size", "max_count");
    add("unique_items", "unique", "distinct", "no_duplicates");
    add("not_in_future", "past", "not_future", "is_past");
    add("not_older_than", "max_age", "freshness", "newer_than", "recency");
    add("eq_field", "equals_field", "values_to_be_equal", "pair_values_to_be_equal");
    add("gt_field", "after_field", "after");
    add("lt_field", "before_field", "before");
    add("onFailure", "severity", "action", "on_failure", "on_fail");
    add("expr", "expression", "condition", "cel", "sql", "expression_is_true");
  }

  private Synonyms() {}

  private static void add(String ours, String... theirs) {
    for (String name : theirs) {
      OURS.put(name, ours);
    }
  }

  /**
   * Sluice's name for a synonym, or null. {@code minLength} and {@code min_length} are the same.
   */
  static @Nullable String find(String name) {
    String snake =
        name.replaceAll("([a-z])([A-Z])", "$1_$2").replace('-', '_').toLowerCase(Locale.ROOT);
    String plain = snake.replaceFirst("^expect_(column_)?", "");
    if (CheckName.of(plain) != null) {
      return plain;
    }
    return OURS.get(plain);
  }
}
