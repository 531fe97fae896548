package io.sluice.job.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class BucketsTest {

  private final Map<String, LongSupplier> exported = new LinkedHashMap<>();
  private final Buckets buckets = new Buckets(new double[] {0.00025, 1, 10, 60}, exported::put);

  @Test
  void valuesAreCountedUpToTheirBound() {
    buckets.add(1);
    buckets.add(0.5);
    buckets.add(1.01);
    buckets.add(1_000);
    assertThat(counts())
        .containsOnly(
            entry("0.00025", 0L),
            entry("1", 2L),
            entry("10", 3L),
            entry("60", 3L),
            entry("+Inf", 4L));
  }

  @Test
  void onlyBucketsThatAreNeededAreExported() {
    assertThat(counts()).containsOnly(entry("+Inf", 0L));
    buckets.add(0.0001);
    assertThat(counts()).containsOnlyKeys("+Inf", "0.00025");
    buckets.add(42);
    assertThat(counts()).containsOnlyKeys("+Inf", "0.00025", "10", "60");
  }

  @Test
  void aBucketThatComesLateHasWhatIsBelow() {
    buckets.add(0.0001);
    buckets.add(42);
    assertThat(counts()).contains(entry("10", 1L), entry("60", 2L));
  }

  private Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    exported.forEach((bound, count) -> counts.put(bound, count.getAsLong()));
    return counts;
  }
}
