package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.output.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of rule authors: lint, test and check. */
class AuthorToolsTest {

  private static final String SCHEMA =
      """
      {"type": "record", "name": "Order", "fields": [
        {"name": "id", "type": "string"},
        {"name": "amount", "type": "double"},
        {"name": "placed", "type": ["null", {"type": "int", "logicalType": "date"}], "default": null}]}
      """;

  private static final String CONTRACT =
      """
      apiVersion: sluice/v1alpha1
      kind: Contract
      name: orders
      owner: team-checkout
      source:
        topics: [orders]
      table:
        name: shop.orders
      rules:
        - field: amount
          gt: 0
        - field: placed
          not_older_than: 7d
          onFailure: warn
      """;

  private static final String TESTS =
      """
      - name: fine
        now: 2024-01-31T12:00:00Z
        event: { id: a, amount: 1, placed: "2024-01-30" }
        expect: clean
      - name: negative
        event: { id: a, amount: -1 }
        expect: { dead: [amount.gt] }
      - name: old
        now: 2024-01-31T12:00:00Z
        event: { id: a, amount: 1, placed: "2024-01-01" }
        expect: { warned: [placed.not_older_than] }
      """;

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit fills it in
  private Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private Path contract;

  private String out = "";
  private String err = "";

  @BeforeEach
  void write() throws IOException {
    contract = folder.resolve("rules/orders.yaml");
    Files.createDirectories(contract.getParent());
    Files.createDirectories(folder.resolve("schemas/orders-value"));
    Files.writeString(folder.resolve("schemas/orders-value/v1.avsc"), SCHEMA);
    Files.writeString(contract, CONTRACT);
    Files.writeString(folder.resolve("rules/orders.tests.yaml"), TESTS);
  }

  private int run(String... arguments) {
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    int exit = Sluice.run(new PrintWriter(outText), new PrintWriter(errText), arguments);
    out = outText.toString();
    err = errText.toString();
    return exit;
  }

  @Test
  void aGoodContractPassesAll() {
    String rules = folder.resolve("rules").toString();
    assertThat(run("lint", "--strict", rules)).isEqualTo(ExitCode.FINE);
    assertThat(out).isEmpty();
    assertThat(err).isEqualTo("no findings in 1 contract\n");
    assertThat(run("test", "--coverage", rules)).isEqualTo(ExitCode.FINE);
    assertThat(out)
        .contains("orders        3      2             2")
        .endsWith("3 passed, 0 failed\n");
  }

  @Test
  void lintShowsTheLineAndACaret() throws IOException {
    Files.writeString(contract, CONTRACT.replace("field: amount", "field: amont"));
    assertThat(run("lint", contract.toString())).isEqualTo(ExitCode.FINDINGS);
    assertThat(out)
        .contains(
            contract
                + ":10:12: error: the schema has no field 'amont'; did you mean 'amount'?\n"
                + "    10 |   - field: amont\n"
                + "       |            ^\n");
    assertThat(run("lint", "--output", "github", contract.toString())).isEqualTo(1);
    assertThat(out).contains("::error file=" + contract + ",line=10,col=12,title=");
    assertThat(run("lint", "--output", "json", contract.toString())).isEqualTo(1);
    assertThat(out).contains("\"topic\" : \"unknown_field\"");
  }

  @Test
  void warningsFailOnlyWhereThatIsAskedFor() throws IOException {
    Files.delete(folder.resolve("rules/orders.tests.yaml"));
    assertThat(run("lint", contract.toString())).isEqualTo(ExitCode.FINE);
    assertThat(err).isEqualTo("1 warning in 1 of 1 contract\n");
    assertThat(run("lint", "--strict", contract.toString())).isEqualTo(ExitCode.FINDINGS);
  }

  @Test
  void aFailingTestSaysWhatWasExpectedAndWhatCame() throws IOException {
    Path junit = folder.resolve("junit.xml");
    Files.writeString(
        folder.resolve("rules/orders.tests.yaml"), TESTS.replace("amount: -1", "amount: 2"));
    assertThat(run("test", "--junit", junit.toString(), contract.toString()))
        .isEqualTo(ExitCode.FINDINGS);
    assertThat(out)
        .contains("orders.tests.yaml:5: FAILED: negative")
        .contains("expected dead because of amount.gt, but the record is clean")
        .contains("2 passed, 1 failed");
    assertThat(Files.readString(junit)).contains("tests=\"3\" failures=\"1\"");
  }

  @Test
  void anEventThatTheSchemaDoesNotHaveIsAFailure() throws IOException {
    Files.writeString(
        folder.resolve("rules/orders.tests.yaml"),
        """
        - { name: no id, event: { amount: 1 }, expect: clean }
        - { name: more, event: { id: a, amount: 1, x: 1 }, expect: clean }
        - { name: text, event: { id: a, amount: "1" }, expect: clean }
        """);
    assertThat(run("test", contract.toString())).isEqualTo(ExitCode.FINDINGS);
    assertThat(out)
        .contains("id is missing, and the schema has no default for it")
        .contains("x: the schema has no such field")
        .contains("amount must be a number");
  }

  @Test
  void mistakesOfUseAreSaidInALine() {
    assertThat(run("lint", folder.resolve("none").toString())).isEqualTo(ExitCode.SET_UP);
    assertThat(err).contains("' does not exist. Specify contracts, or folders");
    assertThat(run("lint", "--schemas", "nowhere", contract.toString())).isEqualTo(ExitCode.SET_UP);
    assertThat(err).isEqualTo("--schemas: folder 'nowhere' does not exist\n");
    assertThat(run("check", "--contract", contract.toString(), "--input", "none.jsonl"))
        .isEqualTo(ExitCode.SET_UP);
    assertThat(err).isEqualTo("--input: file 'none.jsonl' does not exist\n");
    assertThat(run("check", "--contract", contract.toString(), "--topic", "orders"))
        .isEqualTo(ExitCode.SET_UP);
    assertThat(err)
        .startsWith("no Kafka broker is specified, and this directory has no sluice.yaml.");
  }

  @Test
  void checkJudgesJsonLines() throws IOException {
    Path events = folder.resolve("events.jsonl");
    Files.writeString(
        events,
        """
        {"id": "a", "amount": 1}
        {"id": "a", "amount": -1}

        {"id": "a", "amount": 1, "placed": "2001-01-01"}
        {"id": "a"}
        no JSON
        """);
    assertThat(run("check", "--contract", contract.toString(), "--input", events.toString()))
        .isEqualTo(ExitCode.FINDINGS);
    assertThat(out)
        .contains("amount.gt", "amount: must be greater than 0")
        .contains("5 records: 1 clean (20.00%), 1 warned (20.00%), 3 dead (60.00%)");
    assertThat(
            run(
                "check",
                "--contract",
                contract.toString(),
                "--input",
                events.toString(),
                "--output",
                "json"))
        .isEqualTo(ExitCode.FINDINGS);
    List<String> lines = out.lines().toList();
    assertThat(lines).hasSize(5);
    JsonNode dead = new ObjectMapper().readTree(lines.get(1));
    assertThat(dead.path("record").asText()).isEqualTo("line 2");
    assertThat(dead.path("verdict").asText()).isEqualTo("dead");
    assertThat(dead.path("faults").get(0).path("rule").asText()).isEqualTo("amount.gt");
    assertThat(lines.get(4)).contains("is not JSON");
  }

  @Test
  void checkJudgesAvroFilesByTheirOwnSchema() throws IOException {
    Schema schema = new Schema.Parser().parse(SCHEMA);
    Path file = folder.resolve("events.avro");
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(schema))) {
      writer.create(schema, file.toFile());
      for (int i = 0; i < 10; i++) {
        writer.append(
            new GenericRecordBuilder(schema)
                .set("id", "o" + i)
                .set("amount", i - 2.0)
                .set("placed", null)
                .build());
      }
    }
    assertThat(run("check", "--contract", contract.toString(), "--input", file.toString()))
        .isEqualTo(ExitCode.FINDINGS);
    assertThat(out)
        .contains("record 1, record 2, record 3")
        .contains("10 records: 7 clean (70.00%), 3 dead (30.00%)");
  }

  @Test
  void checkShowsWarningsOfDeadRecords() throws IOException {
    Path events = folder.resolve("events.jsonl");
    Files.writeString(events, "{\"id\": \"a\", \"amount\": -1, \"placed\": \"2001-01-01\"}\n");
    assertThat(run("check", "--contract", contract.toString(), "--input", events.toString()))
        .isEqualTo(ExitCode.FINDINGS);
    assertThat(out)
        .containsPattern("warn +1 +100.00 ?% +line 1 +placed: must")
        .contains("1 record:");
  }

  @Test
  void whatIsNoAvroFileIsSaidInALine() throws IOException {
    Path file = folder.resolve("events.avro");
    Files.writeString(file, "x");
    assertThat(run("check", "--contract", contract.toString(), "--input", file.toString()))
        .isEqualTo(ExitCode.SET_UP);
    assertThat(err).contains("as an Avro file: ");
  }

  @Test
  void aLineIsJudgedAsItIs() throws IOException {
    Path events = folder.resolve("events.jsonl");
    Files.write(
        events,
        "{\"id\": \"\u00e4\", \"amount\": 1}\n{\"id\": \"a\", \"amount\": 1}{}\n{\"id\": \"a\", \"id\": \"b\"}\n"
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    assertThat(run("check", "--contract", contract.toString(), "--input", events.toString()))
        .isEqualTo(ExitCode.FINDINGS);
    assertThat(out).contains("3 records: 3 dead (100.00%)");
  }

  @Test
  void testsOfAContractThatEndsInYml() throws IOException {
    Files.move(contract, folder.resolve("rules/orders.yml"));
    assertThat(run("test", folder.resolve("rules/orders.tests.yaml").toString()))
        .isEqualTo(ExitCode.FINE);
    assertThat(out).contains("3 passed");
    assertThat(run("lint", folder.resolve("rules").toString())).isEqualTo(ExitCode.FINE);
  }

  @Test
  void aMissingSchemaIsNoFaultOfTheData() throws IOException {
    Files.delete(folder.resolve("schemas/orders-value/v1.avsc"));
    Path events = folder.resolve("events.jsonl");
    Files.writeString(events, "{}\n");
    assertThat(run("check", "--contract", contract.toString(), "--input", events.toString()))
        .isEqualTo(ExitCode.SET_UP);
    assertThat(err).startsWith("found no schema file for subject 'orders-value'");
  }

  @Test
  void aRuleSetIsNotTakenForAContract() throws IOException {
    Path shared = folder.resolve("rules/shared.yaml");
    Files.writeString(shared, "kind: RuleSet\n");
    assertThat(run("lint", shared.toString())).isEqualTo(ExitCode.SET_UP);
    assertThat(err)
        .contains("is a set of shared rules; pass the contracts that include it instead");
    assertThat(run("lint", folder.resolve("rules").toString())).isEqualTo(ExitCode.FINE);
  }

  @Test
  void aDraftOfASampleLintsAndPassesOnIt() throws IOException {
    StringBuilder sample = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      sample.append(
          """
          {"id": "AB-%05d", "status": "%s", "amount": %d.5, "note": %s, "o'dd": true, "lines": [{"q": %d}]}
          """
              .formatted(
                  i,
                  i % 3 == 0 ? "PAID" : "OPEN",
                  i,
                  i % 2 == 0 ? "null" : "\"x" + i + "\"",
                  i % 7));
    }
    Path input = folder.resolve("orders.jsonl");
    Files.writeString(input, sample);
    assertThat(run("profile", "--input", input.toString())).isEqualTo(ExitCode.FINE);
    assertThat(out)
        .contains(
            "# drafted from 200 records",
            "  - field: id\n    pattern: '^[A-Z]{2}-[0-9]{5}$'\n",
            "  - field: status\n    in: ['PAID', 'OPEN']\n",
            "  # amount: number, always present, never null, from 0.5 to 199.5\n",
            "  - field: amount\n    between: [0.5, 199.5]\n    onFailure: warn\n",
            "  # note: string, always present, null in 50.0%",
            "  - field: lines[*].q\n    between: [0, 6]\n")
        .doesNotContain("AB-00001");
    Path drafted = folder.resolve("drafted/orders.yaml");
    Files.createDirectories(drafted.getParent());
    Files.writeString(drafted, out);
    assertThat(run("lint", drafted.toString())).as(out).isEqualTo(ExitCode.FINE);
    assertThat(run("check", "--contract", drafted.toString(), "--input", input.toString()))
        .isEqualTo(ExitCode.FINE);
    assertThat(out).isEqualTo("200 records: 200 clean (100.00%)\n");
    String apart = folder.resolve("apart").toString();
    assertThat(run("init", "orders", "--sample", input.toString(), "--folder", apart))
        .isEqualTo(ExitCode.FINE);
    assertThat(Files.readString(Path.of(apart, "rules/orders.yaml")))
        .contains("format: json", "in:");
    assertThat(Files.readString(Path.of(apart, "sluice.yaml"))).doesNotContain("registry");
    assertThat(run("init", "orders", "--folder", apart)).isEqualTo(ExitCode.SET_UP);
    assertThat(err).contains("already exists; nothing was overwritten");
  }

  @Test
  void aDraftGoesWithoutWhatTheSchemaSays() throws IOException {
    Path input = folder.resolve("more.jsonl");
    Files.writeString(
        input, "{\"id\": \"a\", \"amount\": 1.5, \"placed\": \"2024-01-01\"}\n".repeat(30));
    Files.writeString(contract, CONTRACT.replaceFirst("(?s)rules:.*", "rules: []\n"));
    String contractName = contract.toString();
    assertThat(run("profile", "--contract", contractName, "--input", input.toString()))
        .isEqualTo(ExitCode.FINE);
    assertThat(out)
        .contains("  - field: placed\n    not_null: true\n", "amount\n    between: [1.5, 1.5]")
        .doesNotContain("type:", "  - field: amount\n    not_null");
    Files.writeString(contract, CONTRACT.replaceFirst("(?s)rules:.*", "") + out);
    Files.delete(folder.resolve("rules/orders.tests.yaml"));
    assertThat(run("lint", contractName)).as(out).isEqualTo(ExitCode.FINE);
  }

  @Test
  void schemasInGitMayReferToOthers() throws IOException {
    Path schemas = folder.resolve("schemas");
    Files.createDirectories(schemas.resolve("money-value"));
    Files.writeString(
        schemas.resolve("money-value/v2.avsc"),
        "{\"type\": \"record\", \"name\": \"Money\", \"fields\": [{\"name\": \"units\","
            + " \"type\": \"long\"}]}");
    Files.writeString(
        schemas.resolve("orders-value/v1.avsc"),
        "{\"type\": \"record\", \"name\": \"Order\", \"fields\": [{\"name\": \"total\","
            + " \"type\": \"Money\"}]}");
    Files.writeString(
        contract,
        CONTRACT.replaceFirst("(?s)rules:.*", "rules: [{ field: total.units, gt: 0 }]\n"));
    Files.writeString(
        folder.resolve("rules/orders.tests.yaml"),
        "- { name: none, event: { total: { units: 0 } }, expect: { dead: [total.units.gt] } }\n");
    assertThat(run("lint", contract.toString())).isEqualTo(ExitCode.FINDINGS);
    assertThat(out).contains("orders-value/v1.avsc:1:1: error: not a");
    Path references = schemas.resolve("orders-value/v1.references.json");
    Files.writeString(
        references, "[{\"name\": \"Money\", \"subject\": \"money-value\", \"version\": 2}]");
    assertThat(run("lint", "--strict", contract.toString())).as(out).isEqualTo(ExitCode.FINE);
    assertThat(run("test", contract.toString())).as(out).isEqualTo(ExitCode.FINE);
    Files.writeString(references, "{");
    assertThat(run("lint", contract.toString())).isEqualTo(ExitCode.FINDINGS);
    assertThat(out).contains("v1.references.json:1:1: error: must be a list of");
  }

  @Test
  void fixesOfAPlanAreTestedToo() throws IOException {
    Path plan = folder.resolve("replay.yaml");
    String text =
        """
        apiVersion: sluice/v1alpha1
        kind: ReplayPlan
        name: cents
        letters: { topic: orders.dlq, until: { 0: 10 } }
        fix:
          - set: { field: amount, expr: -message.amount / 100.0 }
            when: message.amount < 0.0
          - default: { field: placed, value: '2024-01-30' }
        tests:
          - name: negative cents
            contract: rules/orders.yaml
            event: { id: a, amount: -1250 }
            becomes: { id: a, amount: 12.50, placed: '2024-01-30' }
        """;
    Files.writeString(plan, text);
    assertThat(run("test", plan.toString())).as(out + err).isEqualTo(ExitCode.FINE);
    assertThat(out).isEqualTo("1 passed, 0 failed\n");
    Files.writeString(plan, text.replace("-message", "message").replace("12.50", "12.5"));
    assertThat(run("test", plan.toString(), contract.toString())).isEqualTo(ExitCode.FINDINGS);
    assertThat(out)
        .contains(
            "replay.yaml:10: FAILED: negative cents",
            "expected {\"id\":\"a\",\"amount\":12.5,\"placed\":\"2024-01-30\"}, but the fixed event is",
            "would be dead again: amount.gt at amount: must be greater than 0");
  }
}
