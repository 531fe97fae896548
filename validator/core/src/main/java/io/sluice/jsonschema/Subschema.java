package io.sluice.jsonschema;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A compiled schema, or a part of one. */
final class Subschema {

  final int id;
  final Site site;

  /** The value of a boolean schema; null for other schemas. */
  final @Nullable Boolean constant;

  /** Filled after all schemas are known, because they can refer to themselves. */
  List<Keyword> keywords = List.of();

  /** Whether it applies other schemas, so that its results are kept. */
  boolean isComposite;

  Subschema(int id, Site site) {
    this.id = id;
    this.site = site;
    this.constant = site.node().isBoolean() ? site.node().booleanValue() : null;
  }

  /** The keywords that apply other schemas. */
  Stream<Applicator> applicators() {
    return keywords.stream().filter(Applicator.class::isInstance).map(Applicator.class::cast);
  }

  boolean isNever() {
    return constant != null && !constant;
  }
}
