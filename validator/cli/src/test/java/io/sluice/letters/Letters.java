package io.sluice.letters;

import io.sluice.config.ConfigParser;
import io.sluice.config.SluiceConfig;
import io.sluice.contract.Contract;
import io.sluice.contract.ContractParser;
import io.sluice.expression.CelSyntax;
import io.sluice.failure.Problems;
import io.sluice.header.Headers;
import io.sluice.pipeline.Setup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** Letters of tests, and a pipeline that they may be of. */
final class Letters {

  private static final String CONFIG =
      """
      pipeline: { name: shop, contracts: [a.yaml], startFrom: earliest }
      kafka: { bootstrap.servers: localhost:9092 }
      lake: { catalog: { type: jdbc, uri: "jdbc:sqlite:x.db" } }
      """;

  private Letters() {}

  /**
   * A letter of record {@code orders/0/17} in {@code orders.dlq}.
   *
   * @param ours headers that Sluice has written, by name, beside those that each letter has
   */
  static Letter of(Map<String, String> ours) {
    return of("orders/0/17", ours);
  }

  static Letter of(String id, Map<String, String> ours) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("kind", bytes("order"));
    headers.add(Headers.FORMAT, bytes(Headers.VERSION));
    headers.add(Headers.ID, bytes(id));
    ours.forEach((name, value) -> headers.add(name, bytes(value)));
    return new Letter(record(0, 3, 1_000, "k", "{}", headers));
  }

  static ConsumerRecord<byte[], byte[]> record(
      int partition,
      long offset,
      long timestamp,
      @Nullable String key,
      @Nullable String value,
      RecordHeaders headers) {
    return new ConsumerRecord<>(
        "orders.dlq",
        partition,
        offset,
        timestamp,
        TimestampType.CREATE_TIME,
        -1,
        -1,
        bytes(key),
        bytes(value),
        headers,
        Optional.empty());
  }

  @SuppressWarnings("NullAway") // Kafka's classes are not annotated; keys and values may be null
  private static byte[] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * A pipeline whose Kafka nobody asks.
   *
   * @param contracts each the source, the value, and the table
   */
  static Setup setup(String... contracts) {
    return setup(CONFIG, List.of(contracts));
  }

  /** The same with a registry. */
  static Setup setupWithRegistry(String url, String... contracts) {
    return setup(CONFIG + "registry: { url: \"" + url + "\" }\n", List.of(contracts));
  }

  private static Setup setup(String configText, List<String> contracts) {
    Problems problems = new Problems();
    SluiceConfig config =
        Objects.requireNonNull(
            new ConfigParser(problems, Map.of()).parse("sluice.yaml", configText, Path.of("")));
    List<Contract> all = new ArrayList<>();
    for (int i = 0; i < contracts.size(); i++) {
      all.add(
          Objects.requireNonNull(
              new ContractParser(problems, new CelSyntax())
                  .parse(
                      "c.yaml",
                      "apiVersion: sluice/v1alpha1\nkind: Contract\nowner: me\nname: c%d\n%s"
                          .formatted(i, contracts.get(i)),
                      name -> "")));
    }
    problems.throwIfAny();
    return new Setup(config, all);
  }

  /** An entry of the journal. */
  static ConsumerRecord<byte[], byte[]> entry(long offset, String key, @Nullable String value) {
    return new ConsumerRecord<>(
        Journal.TOPIC,
        0,
        offset,
        key.getBytes(StandardCharsets.UTF_8),
        value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }
}
