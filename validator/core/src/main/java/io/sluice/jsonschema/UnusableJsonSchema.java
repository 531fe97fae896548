package io.sluice.jsonschema;

/** A JSON Schema that cannot be compiled. The message says why. */
public final class UnusableJsonSchema extends Exception {

  private final String pointer;

  public UnusableJsonSchema(String message) {
    this(message, "");
  }

  private UnusableJsonSchema(String message, String pointer) {
    super(message, null, false, false);
    this.pointer = pointer;
  }

  /** A schema with an error at a place, which may be in a schema that it refers to. */
  static UnusableJsonSchema at(Site site, String message) {
    return new UnusableJsonSchema(message, site.document().isEmpty() ? site.pointer() : "");
  }

  /** The same, if only the place in its document is known. */
  static UnusableJsonSchema at(String pointer, String message) {
    return new UnusableJsonSchema(message, pointer);
  }

  /** A JSON pointer to the error in the schema itself; empty if the place is not known. */
  public String pointer() {
    return pointer;
  }
}
