package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.failure.Problem;
import io.sluice.failure.Problems;
import io.sluice.limit.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigParserTest {

  private static final String LEAST =
      """
      pipeline: { name: shop, contracts: [a.yaml], startFrom: earliest }
      kafka: { bootstrap.servers: localhost:9092 }
      lake: { catalog: { type: jdbc, uri: "jdbc:sqlite:x.db" } }
      """;

  private static final String EVERYTHING =
      """
      pipeline:
        name: shop
        contracts: [a.yaml, more/b.yaml]
        startFrom: 2024-01-31T12:00:00Z
        checkpointEvery: 90s
        heldAlertAfter: 7m
        parallelism: 4
        stateFolder: state
      kafka:
        bootstrap.servers: localhost:9092
        sasl.jaas.config: ${env:JAAS}
      registry:
        url: http://localhost:8081
        properties: { bearer.auth.token: "${file:token}" }
        timeout: 3s
        confirmation: 4s
        absence: 5m
        retry: 500ms
      lake:
        catalog: { type: rest, uri: http://localhost:8181 }
        openFiles: 50
        ledger: books
      limits: { recordBytes: 1000, depth: 10, items: 20, digits: 30, exponent: 40,
                partitionDaysBack: 50, partitionDaysAhead: 60 }
      flink: { rest.bind-port: 8081 }
      """;

  private final Problems problems = new Problems();

  private @Nullable SluiceConfig parse(String text, Path folder) {
    return new ConfigParser(problems, Map.of("JAAS", "it's secret")).parse("f", text, folder);
  }

  private List<String> problemsOf(String text) {
    parse(text, Path.of(""));
    return problems.all().stream().map(Problem::toString).toList();
  }

  @Test
  void readsEveryKey(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("token"), "abc\n");
    SluiceConfig config = parse(EVERYTHING, folder);
    assertThat(problems.all()).isEmpty();
    assertThat(config)
        .isEqualTo(
            new SluiceConfig(
                new SluiceConfig.Pipeline(
                    "shop",
                    List.of(folder.resolve("a.yaml"), folder.resolve("more/b.yaml")),
                    new StartFrom(
                        StartFrom.Kind.TIMESTAMP,
                        Instant.parse("2024-01-31T12:00:00Z").toEpochMilli()),
                    Duration.ofSeconds(90),
                    Duration.ofMinutes(7),
                    4,
                    folder.resolve("state")),
                Map.of("bootstrap.servers", "localhost:9092", "sasl.jaas.config", "it's secret"),
                new SluiceConfig.Registry(
                    "http://localhost:8081",
                    Map.of("bearer.auth.token", "abc"),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(4),
                    Duration.ofMinutes(5),
                    Duration.ofMillis(500)),
                new SluiceConfig.Lake(
                    Map.of("type", "rest", "uri", "http://localhost:8181"), 50, "books"),
                new Limits(1000, 10, 20, 30, 40, 50, 60),
                Map.of("rest.bind-port", "8081")));
  }

  @Test
  void theSampleOfEveryKeyIsComplete() {
    for (ConfigKey key : ConfigKey.values()) {
      assertThat(EVERYTHING).contains(key.member() + ":");
    }
  }

  @Test
  void leavesTheRestAtItsDefaults() {
    SluiceConfig config = Objects.requireNonNull(parse(LEAST, Path.of("/x")));
    assertThat(config.limits()).isEqualTo(Limits.DEFAULT);
    assertThat(config.registry().url()).isNull();
    assertThat(config.registry().retry()).isEqualTo(Duration.ofSeconds(2));
    assertThat(config.pipeline().checkpointEvery()).isEqualTo(Duration.ofSeconds(10));
    assertThat(config.pipeline().stateFolder()).isEqualTo(Path.of("/x/.sluice/state"));
  }

  @Test
  void saysAllProblemsAtOnceEachWithItsPlace() {
    assertThat(
            problemsOf(
                """
                pipeline: { name: 7up, contracts: [], startFrom: now, paralelism: 2 }
                kafka: { group.id: mine }
                lake: { catalog: { uri: "${env:NOT_SET}" } }
                limits: { depth: deep }
                registry: { url: x, retry: soon }
                """))
        .containsExactlyInAnyOrder(
            "f:1:11: the pipeline name must start with a letter; the rest can be letters,"
                + " digits, '-', and '_'",
            "f:1:35: 'contracts' must list at least one file, such as [rules/orders.yaml]",
            "f:1:50: 'startFrom' must be earliest, latest, or a time such as 2024-01-31T12:00:00Z",
            "f:1:55: 'paralelism' is not a known key; did you mean 'parallelism'?",
            "f:2:8: 'kafka' requires 'bootstrap.servers', such as localhost:9092",
            "f:2:8: 'group.id' cannot be set: Sluice sets it to guarantee exactly-once delivery;"
                + " remove it",
            "f:3:18: 'catalog' requires 'type' (jdbc, rest, hadoop, ...) or 'catalog-impl'",
            "f:3:25: the environment variable NOT_SET is not set",
            "f:4:18: 'depth' must be a whole number from 1 to 500",
            "f:5:28: 'retry' must be a duration, such as 90s, 10m, or 7d");
  }

  @Test
  void limitsMustBeAMapping() {
    assertThat(problemsOf(LEAST + "limits: 5\n"))
        .singleElement()
        .asString()
        .isEqualTo("f:4:9: 'limits' must be a mapping of names to values");
  }

  @Test
  void secretsAreNotShown() {
    SluiceConfig config = parse(LEAST + "flink: { security: \"${env:JAAS}\" }\n", Path.of(""));
    assertThat(Objects.requireNonNull(config).flink()).containsValue("it's secret");
    assertThat(config.toString()).doesNotContain("it's secret");
  }

  @Test
  void pathsOfTheCatalogAreRelativeToTheFile(@TempDir Path folder) throws Exception {
    Path here = folder.resolve("a folder");
    Files.createDirectories(here);
    Map<String, String> cases =
        Map.ofEntries(
            Map.entry("jdbc:sqlite:x.db", "jdbc:sqlite:" + here + "/x.db"),
            Map.entry("jdbc:sqlite:../x.db?a=b", "jdbc:sqlite:" + folder + "/x.db?a=b"),
            Map.entry("jdbc:sqlite:file:x.db", "jdbc:sqlite:file:" + here + "/x.db"),
            Map.entry("jdbc:sqlite:/x.db", "jdbc:sqlite:/x.db"),
            Map.entry("jdbc:sqlite:", "jdbc:sqlite:"),
            Map.entry("jdbc:sqlite::memory:", "jdbc:sqlite::memory:"),
            Map.entry("jdbc:sqlite:file:x?mode=memory&a=b", "jdbc:sqlite:file:x?mode=memory&a=b"),
            Map.entry("jdbc:postgresql://db/lake", "jdbc:postgresql://db/lake"));
    for (Map.Entry<String, String> one : cases.entrySet()) {
      assertThat(catalog(here, "jdbc", one.getKey(), "lake"))
          .containsEntry("uri", one.getValue())
          .containsEntry("warehouse", here + "/lake");
    }
    assertThat(catalog(here, "jdbc", "jdbc:sqlite:/x.db", "file:lake"))
        .containsEntry("warehouse", "file:" + here + "/lake");
    for (String kept : List.of("s3://bucket/lake", "file:///lake", "file:/lake", "/lake")) {
      assertThat(catalog(here, "jdbc", "jdbc:sqlite:/x.db", kept)).containsEntry("warehouse", kept);
    }
    // a REST catalog's warehouse may be a name
    assertThat(catalog(here, "rest", "http://localhost:8181", "lake"))
        .containsEntry("uri", "http://localhost:8181")
        .containsEntry("warehouse", "lake");
  }

  private static Map<String, String> catalog(Path folder, String type, String uri, String warehouse)
      throws Exception {
    Path file = folder.resolve("sluice.yaml");
    Files.writeString(
        file,
        LEAST.replaceFirst(
            "(?m)^lake: .*$",
            "lake: { catalog: { type: %s, uri: \"%s\", warehouse: \"%s\" } }"
                .formatted(type, uri, warehouse)));
    Problems problems = new Problems();
    SluiceConfig config = new ConfigParser(problems, Map.of()).parse(file);
    assertThat(problems.all()).isEmpty();
    return Objects.requireNonNull(config).lake().catalog();
  }
}
