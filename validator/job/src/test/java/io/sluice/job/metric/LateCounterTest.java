package io.sluice.job.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LateCounterTest {

  @Test
  void showsWhatBroughtItIntoBeingOnlyAfterAScrape() {
    AtomicLong clock = new AtomicLong(-5);
    LateCounter counter = new LateCounter(clock::get);
    counter.inc(7);
    counter.inc();
    assertThat(counter.getCount()).isZero();
    clock.addAndGet(LateCounter.SHOWN_AFTER_NANOS - 1);
    assertThat(counter.getCount()).isZero();
    clock.addAndGet(1);
    assertThat(counter.getCount()).isEqualTo(8);
    counter.inc();
    assertThat(counter.getCount()).isEqualTo(9);
  }
}
