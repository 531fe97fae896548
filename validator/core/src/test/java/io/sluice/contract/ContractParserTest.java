package io.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.expression.CelSyntax;
import io.sluice.failure.Problem;
import io.sluice.failure.Problems;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Contract files: what their fingerprint depends on, and what is said of mistakes. */
class ContractParserTest {

  private static final String LEAST =
      """
      apiVersion: sluice/v1alpha1
      kind: Contract
      name: orders
      owner: team-checkout
      source:
        topics: [orders]
      table:
        name: shop.orders
      """;

  private static Contract parse(String text) {
    Problems problems = new Problems();
    Contract contract =
        new ContractParser(problems, new CelSyntax()).parse("a.yaml", text, name -> "{}");
    problems.throwIfAny();
    return Objects.requireNonNull(contract);
  }

  private static List<String> problems(String text) {
    Problems problems = new Problems();
    assertThat(new ContractParser(problems, new CelSyntax()).parse("a.yaml", text, name -> "{}"))
        .isNull();
    return problems.all().stream().map(Problem::toString).toList();
  }

  @Test
  void theLeastIsEnough() {
    Contract contract = parse(LEAST);
    assertThat(contract.deadLetterTopic()).isEqualTo("{topic}.dlq");
    assertThat(contract.mode()).isEqualTo(Contract.Mode.ENFORCE);
    assertThat(contract.rules()).isEmpty();
  }

  @Test
  void tablesAreLaidOut() {
    Contract.Table table =
        parse(
                LEAST
                    + """
                      partitionBy: [day(at), country, "bucket(16, a.id)"]
                      sortBy: [at, id desc]
                      evolution: widen
                      properties: { write.parquet.compression-codec: gzip }
                      traceId: true
                    """)
            .table();
    assertThat(table.partitionBy())
        .extracting(Contract.Partition::toString)
        .containsExactly("day(at)", "country", "bucket(16, a.id)");
    assertThat(table.sortBy()).extracting(Contract.Sort::column).containsExactly("at", "id");
    assertThat(table.sortBy()).extracting(Contract.Sort::descending).containsExactly(false, true);
    assertThat(table.evolution()).isEqualTo(Contract.Evolution.WIDEN);
    assertThat(table.properties()).containsEntry("write.parquet.compression-codec", "gzip");
    assertThat(table.traceId()).isTrue();
    Contract.Table ofTopic =
        parse(LEAST.replace("shop.orders", "raw.{topic}") + "  traceId: true\n")
            .at("a.b-c")
            .table();
    assertThat(ofTopic.name()).isEqualTo("raw.a_b_c");
    assertThat(ofTopic.traceId()).isTrue();
  }

  @Test
  void mistakesInATableAreSaidTogether() {
    assertThat(
            problems(
                LEAST.replace("shop.orders", "shop")
                    + """
                      partitionBy: [days(at), "bucket(0, id)"]
                      sortBy: [a b]
                      evolution: wide
                      properties: { sluice.marks: x }
                      traceId: yes
                    key: { format: none, column: x }
                    """))
        .extracting(problem -> problem.replaceAll("[;,].*", ""))
        .containsExactlyInAnyOrder(
            "a.yaml:8:3: a table name must be namespace.table",
            "a.yaml:9:17: 'days(at)' is not a partition transform",
            "a.yaml:9:27: 'bucket(0",
            "a.yaml:10:12: 'a b' is not a valid sort column",
            "a.yaml:11:14: 'evolution' must be one of none",
            "a.yaml:12:31: properties that start with 'sluice.' are reserved for Sluice",
            "a.yaml:13:12: 'traceId' must be true or false",
            "a.yaml:14:30: a key with format none has no value to store");
  }

  @Test
  void theFingerprintIsOfWhatDecidesVerdicts() {
    String rules = LEAST + "rules:\n  - { field: amount, gt: 0 }\n";
    String version = parse(rules).rulesVersion();
    assertThat(parse("# a comment\n" + rules + "description: x\ntags: [a]\n").rulesVersion())
        .isEqualTo(version);
    assertThat(
            parse(rules.replace("{ field: amount, gt: 0 }", "{ gt: 0, field: amount, doc: why }"))
                .rulesVersion())
        .isEqualTo(version);
    assertThat(parse(rules.replace("gt: 0", "gt: 1")).rulesVersion()).isNotEqualTo(version);
    assertThat(parse(rules.replace("gt: 0", "gt: '0'")).rulesVersion()).isNotEqualTo(version);
    assertThat(parse(rules + "mode: observe\n").rulesVersion()).isNotEqualTo(version);
    String matching = LEAST.replace("[orders]", "[orders]\n  match: { field: { owner: a } }");
    assertThat(parse(matching).rulesVersion())
        .as("a field that is called like a member of the contract")
        .isNotEqualTo(parse(matching.replace("owner: a }", "owner: b }")).rulesVersion());
  }

  @Test
  void allMistakesAreSaidAtOnceWithTheirPlace() {
    assertThat(
            problems(
                LEAST.replace("owner: team-checkout", "ovner: x").replace("[orders]", "orders")
                    + "mode: watch\nrules:\n  - { field: a }\n  - { field: a, gt: 1, lt: 2 }\n"
                    + "  - { expr: 'true' }\n  - { field: a, gtt: 1 }\n"))
        .containsExactlyInAnyOrder(
            "a.yaml:1:1: 'owner' is missing",
            "a.yaml:4:1: 'ovner' is not a known key; did you mean 'owner'?",
            "a.yaml:6:11: 'topics' must be a list",
            "a.yaml:6:3: 'source' requires either 'topics' or 'topicPattern'",
            "a.yaml:9:7: 'mode' must be one of enforce, observe; it is 'watch'",
            "a.yaml:11:5: this rule has no check; add one, such as 'gt: 0', or an 'expr'",
            "a.yaml:12:5: this rule has 2 checks, but a rule can have only one; write a separate"
                + " rule for each check",
            "a.yaml:13:5: a rule with only an 'expr' requires an 'id'",
            "a.yaml:14:17: unknown check 'gtt'; did you mean 'gt'?");
  }

  @Test
  void noFileEndsInAStackTrace() {
    for (String text :
        List.of(
            "",
            "\t",
            "- a",
            "a",
            "a: b: c",
            "&a [*a]",
            "{".repeat(50_000),
            "a: &x 1\nb: *y",
            "? [a]\n: b",
            "\u0000",
            "name: !!int x",
            "--- a\n--- b")) {
      assertThat(problems(text)).as(text.substring(0, Math.min(20, text.length()))).isNotEmpty();
    }
  }
}
