package io.sluice.jsonschema;

import java.util.BitSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A keyword whose result depends only on the value. */
final class ValueAssertion extends Keyword {

  private final Predicate<@Nullable Object> fits;

  ValueAssertion(Site site, String name, Predicate<@Nullable Object> fits) {
    super(site, name);
    this.fits = fits;
  }

  @Override
  boolean test(Evaluation evaluation, Place place, Scope scope, @Nullable BitSet seen) {
    return fits.test(place.value);
  }
}
