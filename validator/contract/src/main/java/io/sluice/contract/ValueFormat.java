package io.sluice.contract;

/** How to read values: by the schema that each value refers to, or in one fixed language. */
public record ValueFormat(String name) {

  /** The language of the schema in the registry. */
  public static final ValueFormat REGISTRY = new ValueFormat("registry");

  public static final ValueFormat AVRO = new ValueFormat("avro");
  public static final ValueFormat JSON = new ValueFormat("json");
}
