package io.sluice.type;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record type with ordered, named fields. Equal only to itself, because a record can contain
 * itself.
 */
public final class RecordType implements Type {

  private final String name;
  private final @Nullable String doc;
  private List<Field> fields = List.of();
  private final Map<String, Integer> positions = new HashMap<>();

  /**
   * Creates a record type whose fields are set later by {@link #define}, so that they can refer to
   * it.
   *
   * @param name the full name, or an empty string
   */
  public RecordType(String name, @Nullable String doc) {
    this.name = name;
    this.doc = doc;
  }

  public RecordType(String name, @Nullable String doc, List<Field> fields) {
    this(name, doc);
    define(fields);
  }

  /** Sets the fields, once. */
  public void define(List<Field> all) {
    fields = List.copyOf(all);
    for (int i = 0; i < fields.size(); i++) {
      positions.put(fields.get(i).name(), i);
    }
  }

  public String name() {
    return name;
  }

  public @Nullable String doc() {
    return doc;
  }

  public List<Field> fields() {
    return fields;
  }

  /** The index of the field with the given name, or -1. */
  public int position(String field) {
    return positions.getOrDefault(field, -1);
  }

  @Override
  public String describe() {
    return "record";
  }
}
