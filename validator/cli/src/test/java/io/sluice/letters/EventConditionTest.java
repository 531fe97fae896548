package io.sluice.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import io.sluice.pipeline.Setup;
import io.sluice.registry.BlockingSchemas;
import io.sluice.wire.SchemaRef;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Conditions over events, and the topics that a pipeline's letters are about. */
class EventConditionTest {

  private static final String JSON =
      """
      source: { topics: [orders] }
      value: { format: json }
      table: { name: shop.orders }
      """;
  private static final String FRAMED =
      """
      source: { topics: [orders] }
      table: { name: shop.orders }
      """;

  private static Letter letter(String topic, @Nullable String value) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("sluice.format", "1".getBytes(StandardCharsets.UTF_8));
    headers.add("sluice.id", (topic + "/0/17").getBytes(StandardCharsets.UTF_8));
    return new Letter(Letters.record(0, 3, 7, null, value, headers));
  }

  @Test
  void aConditionHoldsForWhatAnEventSays() {
    EventCondition condition = new EventCondition("message.id > 3", Letters.setup(JSON));
    assertThat(condition.holds(letter("orders", "{\"id\": 4}"))).isTrue();
    assertThat(condition.holds(letter("orders", "{\"id\": 3}"))).isFalse();
    assertThat(condition.holds(letter("orders", "{}"))).as("it cannot be evaluated").isFalse();
  }

  @Test
  void aConditionNeverHoldsForWhatCannotBeRead() {
    EventCondition condition = new EventCondition("true", Letters.setup(JSON));
    assertThat(condition.holds(letter("orders", "1"))).isTrue();
    assertThat(condition.holds(letter("orders", "no JSON"))).isFalse();
    assertThat(condition.holds(letter("orders", null))).isFalse();
    assertThat(condition.holds(letter("bills", "1"))).as("no contract reads it").isFalse();
  }

  @Test
  void aConditionThatIsNoCelIsRefused() {
    Setup setup = Letters.setup(JSON);
    assertThatThrownBy(() -> new EventCondition("message.id >", setup))
        .isInstanceOf(SetUpException.class)
        .hasMessageStartingWith("the 'where' condition is not valid: ");
  }

  @Test
  void aSchemaNeedsARegistry() {
    EventCondition condition = new EventCondition("true", Letters.setup(FRAMED));
    assertThatThrownBy(() -> condition.holds(letter("orders", "\0\0\0\0\7x")))
        .isInstanceOf(SetUpException.class)
        .hasMessage("the letters use registry schemas; set registry.url in the configuration");
  }

  @Test
  void theRegistryIsTheOneOfTheConfiguration() {
    assertThat(RegistryAccess.client(Letters.setup(JSON).config())).isNull();
    BlockingSchemas none = new BlockingSchemas(null);
    RegistryAccess.require(none, "nothing was asked for");
    none.lookup(new SchemaRef.Id(7), 0);
    assertThatThrownBy(() -> RegistryAccess.require(none, "name one"))
        .isInstanceOf(SetUpException.class)
        .hasMessage("name one");
    Setup down = Letters.setupWithRegistry("http://localhost:1", JSON);
    BlockingSchemas away = new BlockingSchemas(RegistryAccess.client(down.config()));
    away.lookup(new SchemaRef.Id(7), 0);
    assertThatThrownBy(() -> RegistryAccess.require(away, "name one"))
        .isInstanceOf(OutageException.class)
        .hasMessageEndingWith("; without the registry, the command cannot read the records");
  }

  @Test
  void lettersAreOfTheTopicsThatDieIntoThem() {
    Setup setup =
        Letters.setup(
            """
            source: { topics: [orders, bills] }
            table: { name: shop.orders }
            """,
            """
            source: { topics: [stock] }
            table: { name: shop.stock }
            deadLetter: { topic: lost }
            """);
    assertThat(Sources.deadLetterTopics(setup)).containsExactly("bills.dlq", "lost", "orders.dlq");
    assertThat(Sources.of(setup, "orders.dlq")).isEqualTo(Set.of("orders", "orders.replay"));
    assertThat(Sources.of(setup, "lost")).isEqualTo(Set.of("stock", "stock.replay"));
    assertThat(Sources.of(setup, "none")).isEmpty();
    LetterAccess access = LetterAccess.of(setup);
    assertThat(access.topicOf(LetterFilter.of(Map.of("id", "bills/0/7,bills.replay/0/1"))))
        .isEqualTo("bills.dlq");
    assertThat(access.topicOf(LetterFilter.of(Map.of("topic", "stock")))).isEqualTo("lost");
    assertThatThrownBy(() -> access.topicOf(LetterFilter.ALL))
        .isInstanceOf(SetUpException.class)
        .hasMessage(
            "the contracts have 3 dead-letter topics. Specify one of them, or select letters with"
                + " --contract, --source, or --id: bills.dlq, lost, orders.dlq");
    assertThatThrownBy(() -> access.topicOf(LetterFilter.of(Map.of("contract", "oders"))))
        .isInstanceOf(SetUpException.class)
        .hasMessageContaining("the configuration has no contract for these letters");
  }
}
