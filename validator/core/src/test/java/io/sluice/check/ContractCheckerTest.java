package io.sluice.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Contract;
import io.sluice.contract.TestContract;
import io.sluice.fault.Fault;
import io.sluice.header.Headers;
import io.sluice.limit.Limits;
import io.sluice.raw.InMemoryRecord;
import io.sluice.raw.RawHeader;
import io.sluice.row.Row;
import io.sluice.row.Tables;
import io.sluice.schema.Lookup;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaText;
import io.sluice.verdict.Verdict;
import io.sluice.wire.Framing;
import io.sluice.wire.SchemaRef;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a contract makes of a value that could be read: by its mode, its rules, and the key. */
class ContractCheckerTest {

  private static final SchemaRef SCHEMA = new SchemaRef.Id(1);
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2024-01-31T12:00:00Z"));

  private static final String SIZES =
      """
      {"type": "object", "properties": {"size": {"type": "integer", "maximum": 9}}}
      """;

  private static TopicChecker checker(@Nullable String origin, String more) {
    Contract contract =
        TestContract.parse(
            """
            apiVersion: sluice/v1alpha1
            kind: Contract
            name: a
            owner: me
            source: { topics: [a] }
            """
                + more);
    return new TopicChecker(
        List.of(contract),
        origin,
        (ref, readAt) -> new Lookup.Found(new SchemaText(SchemaFormat.JSON, SIZES, Map.of())),
        Tables.ANY,
        Limits.DEFAULT,
        NOON);
  }

  private static TopicChecker checker(String more) {
    return checker(null, "table: { name: shop.a }\n" + more);
  }

  private static byte[] framed(String json) {
    return Framing.write(1, json.getBytes(StandardCharsets.UTF_8));
  }

  private static InMemoryRecord record(String json, RawHeader... headers) {
    return new InMemoryRecord("a", 3, 42, 7, null, framed(json), List.of(headers));
  }

  private static Verdict.Stored stored(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Stored.class);
    return (Verdict.Stored) verdict;
  }

  private static Verdict.Dead dead(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Dead.class);
    return (Verdict.Dead) verdict;
  }

  private static List<String> codes(Verdict.Dead dead) {
    return dead.faults().kept().stream().map(Fault::code).toList();
  }

  private static @Nullable Object column(Row row, String name) {
    return row.values()[row.layout().columns().position(name)];
  }

  @Test
  void aCleanRowSaysWhereItComesFrom() {
    Verdict.Stored stored = stored(checker("rules: []\n").check(record("{\"size\": 7}")));
    assertThat(stored.isWarned()).isFalse();
    assertThat(stored.rules()).isNull();
    assertThat(stored.schema()).isEqualTo(SCHEMA);
    Row row = stored.row();
    assertThat(column(row, "size")).isEqualTo(7L);
    assertThat(column(row, "_kafka_topic")).isEqualTo("a");
    assertThat(column(row, "_kafka_partition")).isEqualTo(3);
    assertThat(column(row, "_kafka_offset")).isEqualTo(42L);
    assertThat(column(row, "_kafka_timestamp")).isEqualTo(7_000L);
    assertThat(column(row, "_contract")).isEqualTo("a");
    assertThat(column(row, "_schema")).isEqualTo("id:1");
    assertThat(column(row, "_warnings")).isEqualTo(List.of());
    assertThat(column(row, "_validated_at")).isEqualTo(1_706_702_400_000_000L);
    assertThat(column(row, "_origin_topic")).isNull();
    assertThat(row.layout().columns().position("_trace_id")).isEqualTo(-1);
  }

  @Test
  void onlyAReplayTopicIsBelievedWhereARecordComesFrom() {
    RawHeader[] headers = {
      RawHeader.text(Headers.ORIGIN_TOPIC, "b"),
      RawHeader.text(Headers.ORIGIN_PARTITION, "1"),
      RawHeader.text(Headers.ORIGIN_OFFSET, "17")
    };
    String table = "table: { name: shop.a }\n";
    Row replayed = stored(checker("a", table).check(record("{}", headers))).row();
    assertThat(column(replayed, "_origin_topic")).isEqualTo("b");
    assertThat(column(replayed, "_origin_offset")).isEqualTo(17L);
    Row forged = stored(checker(null, table).check(record("{}", headers))).row();
    assertThat(column(forged, "_origin_topic")).isNull();
  }

  @Test
  void theTraceIsKeptWhereTheContractAsksForIt() {
    String trace = "0af7651916cd43dd8448eb211c80319c";
    RawHeader parent = RawHeader.text("traceparent", "00-" + trace + "-b7ad6b7169203331-01");
    TopicChecker checker = checker(null, "table: { name: shop.a, traceId: true }\n");
    assertThat(column(stored(checker.check(record("{}", parent))).row(), "_trace_id"))
        .isEqualTo(trace);
    assertThat(column(stored(checker.check(record("{}"))).row(), "_trace_id")).isNull();
  }

  @Test
  void misfitsOfTheValueAndOfTheKeyAreFoundTogether() {
    InMemoryRecord raw =
        new InMemoryRecord(
            "a", 0, 0, 0, framed("{\"size\": 11}"), framed("{\"size\": 10}"), List.of());
    Verdict.Dead dead = dead(checker("key: { format: json }\n").check(raw));
    assertThat(dead.faults().kept())
        .extracting(fault -> fault.code() + " " + fault.path())
        .containsExactly("maximum size", "maximum $key.size");
    assertThat(dead.schema()).isEqualTo(SCHEMA);
  }

  @Test
  void aRuleThatRejectsIsNotAskedOfAMisfit() {
    String rules = "rules: [{ id: even, field: size, multiple_of: 2 }]\n";
    assertThat(codes(dead(checker(rules).check(record("{\"size\": 11}"))))).containsOnly("maximum");
    Verdict.Dead odd = dead(checker(rules).check(record("{\"size\": 7}")));
    assertThat(codes(odd)).containsOnly("multiple_of");
    assertThat(odd.rules()).isNotNull();
    assertThat(stored(checker(rules).check(record("{\"size\": 8}"))).isWarned()).isFalse();
  }

  @Test
  void aRuleThatWarnsIsNamedInTheRow() {
    Verdict.Stored stored =
        stored(
            checker(
                    """
                    rules:
                      - { id: even, field: size, multiple_of: 2, onFailure: warn }
                      - { id: small, field: size, lt: 5, onFailure: warn }
                      - { id: shadow, field: size, lt: 4, onFailure: shadow }
                    """)
                .check(record("{\"size\": 7}")));
    assertThat(stored.isWarned()).isTrue();
    assertThat(column(stored.row(), "_warnings")).isEqualTo(List.of("even", "small"));
    assertThat(stored.rules()).isNotNull();
  }

  @Test
  void aRuleThatOnlyShadowsLeavesTheRowClean() {
    Verdict.Stored stored =
        stored(
            checker("rules: [{ id: even, field: size, multiple_of: 2, onFailure: shadow }]\n")
                .check(record("{\"size\": 7}")));
    assertThat(stored.isWarned()).isFalse();
    assertThat(stored.rules()).as("for its metric").isNotNull();
  }

  @Test
  void aRuleThatHaltsHoldsThePartition() {
    Verdict verdict =
        checker(
                """
                rules:
                  - { id: even, field: size, multiple_of: 2, onFailure: halt }
                  - { id: small, field: size, lt: 5 }
                """)
            .check(record("{\"size\": 7}"));
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Held.class,
            held -> {
              assertThat(held.hold()).isEqualTo(Verdict.Hold.RULE);
              assertThat(held.explanation())
                  .isEqualTo("rule even failed, and its onFailure is halt");
              assertThat(held.schema()).isEqualTo(SCHEMA);
              assertThat(held.rules()).isNotNull();
            });
  }

  @Test
  void whatIsObservedIsStoredWithAllThatWasFound() {
    TopicChecker checker =
        checker(
            """
            mode: observe
            rules:
              - { id: even, field: size, multiple_of: 2, onFailure: halt }
              - { id: small, field: size, lt: 5 }
              - { id: tiny, field: size, lt: 2, onFailure: warn }
            """);
    Verdict.Stored stored = stored(checker.check(record("{\"size\": 11}")));
    assertThat(stored.isWarned()).isTrue();
    assertThat(column(stored.row(), "_warnings"))
        .isEqualTo(List.of("conform.maximum", "even", "small", "tiny"));
    Verdict.Stored misfit = stored(checker("mode: observe\n").check(record("{\"size\": 11}")));
    assertThat(column(misfit.row(), "_warnings")).isEqualTo(List.of("conform.maximum"));
  }

  @Test
  void aRuleIsNamedOnceHoweverManyElementsItFailsFor() {
    Verdict.Stored stored =
        stored(
            checker("rules: [{ id: each, field: 'sizes[*]', gt: 0, onFailure: warn }]\n")
                .check(record("{\"sizes\": [-1, -2]}")));
    assertThat(column(stored.row(), "_warnings")).isEqualTo(List.of("each"));
  }
}
