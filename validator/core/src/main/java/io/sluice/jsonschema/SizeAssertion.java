package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.BitSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** A keyword that limits the number of items in an array or members in an object. */
final class SizeAssertion extends Keyword {

  private final Class<?> kind;
  private final IntPredicate fits;

  private SizeAssertion(Site site, String name, Class<?> kind, IntPredicate fits) {
    super(site, name);
    this.kind = kind;
    this.fits = fits;
  }

  /**
   * An upper bound.
   *
   * @param kind the kind of values that are limited
   */
  static SizeAssertion atMost(Site site, String name, Class<?> kind, JsonNode bound) {
    int most = SizeBound.most(bound);
    return new SizeAssertion(site, name, kind, count -> count <= most);
  }

  /**
   * A lower bound.
   *
   * @param kind the kind of values that are limited
   */
  static SizeAssertion atLeast(Site site, String name, Class<?> kind, JsonNode bound) {
    int least = SizeBound.least(bound);
    return new SizeAssertion(site, name, kind, count -> count >= least);
  }

  @Override
  boolean test(Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen) {
    return !kind.isInstance(place.value) || fits.test(place.size());
  }
}
