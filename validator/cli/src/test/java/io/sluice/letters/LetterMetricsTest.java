package io.sluice.letters;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sluice.header.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is counted of letters, and the metrics that say it. */
class LetterMetricsTest {

  private static final String DEAD = "sluice_dead_letters{";
  private static final String OLDEST = "sluice_oldest_open_dead_letter_seconds{";
  private static final String RETENTION = "sluice_dead_letter_retention_seconds{";
  private static final String SCANNED = "sluice_dead_letters_scanned_seconds{";

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final LetterMetrics metrics =
      new LetterMetrics(
          Letters.setup(
              """
              source: { topics: [orders] }
              table: { name: shop.orders }
              """),
          registry);

  /** The series of a metric, as Prometheus reads them. */
  private List<String> series(String beginning) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, registry.scrape());
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith(beginning))
        .toList();
  }

  private static LetterCensus census(State... states) {
    LetterCensus census = new LetterCensus();
    Letter letter = Letters.of(Map.of(Headers.CONTRACT, "c0"));
    for (State state : states) {
      census.add(letter, state);
    }
    return census;
  }

  @Test
  void lettersAreCountedByContractAndState() {
    LetterCensus census = census(State.OPEN, State.SENT, State.OPEN);
    census.add(Letters.of(Map.of()), State.VOID);
    assertThat(census.counts())
        .isEqualTo(
            Map.of(
                "c0",
                Map.of(State.OPEN, 2L, State.SENT, 1L),
                LetterCensus.NO_CONTRACT,
                Map.of(State.VOID, 1L)));
    assertThat(census.oldestOpen()).hasValue(1_000);
    assertThat(census(State.SENT).oldestOpen()).isEmpty();
  }

  @Test
  void everyStateOfAContractThatHasLettersIsASeries() throws IOException {
    metrics.set("orders.dlq", census(State.OPEN, State.OPEN), OptionalLong.of(60_000));
    assertThat(series(DEAD)).hasSize(State.values().length);
    assertThat(series(DEAD))
        .filteredOn(line -> line.contains("state=\"open\""))
        .singleElement()
        .asString()
        .contains("contract=\"c0\"", "job_name=\"shop\"", "letters=\"orders.dlq\"")
        .endsWith(" 2.0");
    assertThat(series(DEAD))
        .filteredOn(line -> line.contains("state=\"sent\""))
        .singleElement()
        .asString()
        .endsWith(" 0.0");
    assertThat(series(OLDEST)).singleElement().asString().endsWith(" 1.0");
    assertThat(series(RETENTION)).singleElement().asString().endsWith(" 60.0");
    String scanned = series(SCANNED).get(0);
    double at = Double.parseDouble(scanned.substring(scanned.lastIndexOf(' ') + 1));
    assertThat(System.currentTimeMillis() / 1e3 - at).isBetween(0.0, 60.0);
  }

  @Test
  void whatIsNoLongerSoIsNoLongerASeries() throws IOException {
    metrics.set("orders.dlq", census(State.OPEN), OptionalLong.of(60_000));
    metrics.set("orders.dlq", new LetterCensus(), OptionalLong.empty());
    assertThat(series(DEAD)).isEmpty();
    assertThat(series(OLDEST)).isEmpty();
    assertThat(series(RETENTION)).isEmpty();
    assertThat(series(SCANNED)).hasSize(1);
  }

  @Test
  void aTopicThatWasDeletedIsForgotten() throws IOException {
    metrics.set("orders.dlq", census(State.OPEN), OptionalLong.of(60_000));
    metrics.set("bills.dlq", census(State.OPEN), OptionalLong.of(60_000));
    metrics.forget("orders.dlq");
    for (String metric : List.of(DEAD, OLDEST, RETENTION, SCANNED)) {
      assertThat(series(metric)).isNotEmpty().allMatch(line -> line.contains("bills.dlq"));
    }
  }
}
