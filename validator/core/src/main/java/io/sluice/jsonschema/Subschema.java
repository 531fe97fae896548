package io.sluice.jsonschema;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A compiled schema, or a part of one. */
final class Subschema {

  final int id;
  final Site site;

  /** What a boolean schema says; null for others. */
  final @Nullable Boolean constant;

  /** Filled once all schemas are known: they may refer to themselves. */
  List<Keyword> keywords = List.of();

  /** Whether others are applied by it, so that its answers are kept. */
  boolean isComposite;

  Subschema(int id, Site site) {
    this.id = id;
    this.site = site;
    this.constant = site.node().isBoolean() ? site.node().booleanValue() : null;
  }

  /** The keywords that apply others. */
  Stream<Applicator> applicators() {
    return keywords.stream().filter(Applicator.class::isInstance).map(Applicator.class::cast);
  }

  boolean isNever() {
    return constant != null && !constant;
  }
}
