package io.sluice.contract;

/** How values are read: as the schema that each names says, or in one language. */
public record ValueFormat(String name) {

  /** What the registry says of the schema. */
  public static final ValueFormat REGISTRY = new ValueFormat("registry");

  public static final ValueFormat AVRO = new ValueFormat("avro");
  public static final ValueFormat JSON = new ValueFormat("json");
}
