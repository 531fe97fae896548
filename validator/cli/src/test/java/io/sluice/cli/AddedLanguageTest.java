package io.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.check.TopicChecker;
import io.sluice.cli.output.ExitCode;
import io.sluice.contract.Contract;
import io.sluice.contract.ContractParser;
import io.sluice.expression.CelSyntax;
import io.sluice.failure.Problems;
import io.sluice.fault.Fault;
import io.sluice.fixture.FixtureRunner;
import io.sluice.fixture.Subject;
import io.sluice.job.lake.table.IcebergSchemas;
import io.sluice.job.lake.table.Lake;
import io.sluice.language.SchemaFolder;
import io.sluice.language.SchemaLanguages;
import io.sluice.limit.Limits;
import io.sluice.raw.InMemoryRecord;
import io.sluice.row.Tables;
import io.sluice.verdict.Verdict;
import io.sluice.wire.Framing;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A schema language of one class and one registration, {@link CsvLanguage}, is read everywhere: by
 * the gate, and by the commands of rule authors.
 */
class AddedLanguageTest {

  private static final String CONTRACT =
      """
      apiVersion: sluice/v1alpha1
      kind: Contract
      name: orders
      owner: team-checkout
      source:
        topics: [orders]
      value: { format: csv, schema: orders.csv }
      table:
        name: shop.orders
      rules:
        - field: amount
          gt: 0
        - expr: message.id < 1000
          id: small_id
      tests:
        - name: fine
          event: { id: 7, name: Ann, amount: 1.5 }
          expect: clean
        - name: negative
          event: { id: 7, name: Ann, amount: -1 }
          expect: { dead: [amount.gt] }
        - name: huge
          event: { id: 1000, name: Ann, amount: 1 }
          expect: { dead: [small_id] }
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
    contract = folder.resolve("orders.yaml");
    Files.writeString(contract, CONTRACT);
    Files.writeString(folder.resolve("orders.csv"), "id:long,name:string,amount:double\n");
  }

  private int run(String... arguments) {
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    int exit = Sluice.run(new PrintWriter(outText), new PrintWriter(errText), arguments);
    out = outText.toString();
    err = errText.toString();
    return exit;
  }

  private Contract read() {
    Problems problems = new Problems();
    Contract read = new ContractParser(problems, new CelSyntax()).parse(contract);
    problems.throwIfAny();
    return Objects.requireNonNull(read);
  }

  private static TopicChecker checker(Contract contract, SchemaFolder schemas) {
    return new TopicChecker(
        List.of(contract),
        null,
        Subject.of(contract, schemas).schemas(),
        Tables.ANY,
        Limits.DEFAULT,
        Clock.systemUTC());
  }

  private static Verdict check(TopicChecker checker, byte[] value) {
    return checker.check(new InMemoryRecord("orders", 0, 0, 0, null, value, List.of()));
  }

  private static String fault(Verdict verdict) {
    Fault first = FixtureRunner.faults(verdict).get(0);
    return first.code() + " at " + first.path();
  }

  @Test
  void theGateJudgesItsRecords() {
    TopicChecker checker = checker(read(), new SchemaFolder(null));
    Verdict stored = check(checker, "7,Ann,1.5".getBytes(UTF_8));
    assertThat(stored).isInstanceOf(Verdict.Stored.class);
    assertThat(fault(check(checker, "7,Ann,-1.5".getBytes(UTF_8)))).isEqualTo("gt at amount");
    assertThat(fault(check(checker, "x,Ann,1.5".getBytes(UTF_8)))).isEqualTo("bad_number at id");
    assertThat(fault(check(checker, "7,Ann".getBytes(UTF_8)))).isEqualTo("bad_length at null");
  }

  @Test
  void recordsMayNameTheirSchema() throws IOException {
    Path schemas = folder.resolve("schemas/orders-value");
    Files.createDirectories(schemas);
    Files.writeString(schemas.resolve("v3.csv"), "id:long,amount:double");
    Files.writeString(
        contract,
        CONTRACT
            .replace("value: { format: csv, schema: orders.csv }\n", "")
            .replace("name: Ann, ", ""));
    TopicChecker checker = checker(read(), new SchemaFolder(folder.resolve("schemas")));
    assertThat(check(checker, Framing.write(3, "7,1.5".getBytes(UTF_8))))
        .isInstanceOf(Verdict.Stored.class);
    assertThat(run("test", contract.toString())).isEqualTo(ExitCode.FINE);
    assertThat(SchemaLanguages.ofType("CSV")).isEqualTo(new CsvLanguage().format());
  }

  @Test
  void lintHoldsRulesAgainstItsSchema() throws IOException {
    assertThat(run("lint", "--strict", contract.toString())).describedAs(out).isZero();
    Files.writeString(contract, CONTRACT.replace("field: amount", "field: amont"));
    assertThat(run("lint", contract.toString())).isEqualTo(ExitCode.FINDINGS);
    assertThat(out).contains("the schema has no field 'amont'; did you mean 'amount'?");
  }

  @Test
  void lintTellsWhatItsSchemaHasWrong() throws IOException {
    Files.writeString(folder.resolve("orders.csv"), "id:long,na me:string,amount:double");
    run("lint", contract.toString());
    assertThat(out).contains("orders.csv:1:1: warning: names of columns have spaces");
    Files.writeString(folder.resolve("orders.csv"), "id:long,name,amount:double");
    assertThat(run("lint", contract.toString())).isEqualTo(ExitCode.FINDINGS);
    assertThat(out).contains("error: not a CSV header: the column 'name' has no type");
  }

  @Test
  void testsWriteItsRecords() {
    assertThat(run("test", contract.toString())).describedAs(out).isZero();
    assertThat(out).endsWith("3 passed, 0 failed\n");
  }

  @Test
  void checkJudgesAFile() throws IOException {
    Path events = folder.resolve("events.jsonl");
    Files.writeString(
        events,
        """
        {"id": 1, "name": "Ann", "amount": 2.5}
        {"id": 2, "name": "Bob", "amount": -2.5}
        """);
    assertThat(run("check", "--contract", contract.toString(), "--input", events.toString()))
        .describedAs(err)
        .isEqualTo(ExitCode.FINDINGS);
    assertThat(out + err).contains("amount.gt");
  }

  @Test
  void tableShowsItsColumns() throws IOException {
    String catalog = "jdbc:sqlite:" + folder.resolve("catalog.db");
    Path config = folder.resolve("sluice.yaml");
    Files.writeString(
        config,
        """
        pipeline: { name: shop, contracts: [orders.yaml], startFrom: earliest }
        kafka: { bootstrap.servers: "127.0.0.1:1" }
        lake: { catalog: { type: jdbc, uri: "%s", warehouse: "%s" } }
        """
            .formatted(catalog, folder.resolve("lake")));
    TopicChecker checker = checker(read(), new SchemaFolder(null));
    Verdict verdict = check(checker, "7,Ann,1.5".getBytes(UTF_8));
    Schema columns = IcebergSchemas.of(((Verdict.Stored) verdict).row().layout());
    try (Lake lake =
        new Lake(
            Map.of(
                "type", "jdbc", "uri", catalog, "warehouse", folder.resolve("lake").toString()))) {
      Table unused = lake.findOrCreate("shop.orders", columns, "shop");
    }
    assertThat(run("table", "shop.orders", "--config", config.toString()))
        .describedAs(err)
        .isZero();
    assertThat(out.lines().map(line -> line.strip().replaceAll(" +", " ")))
        .contains("id long", "name string", "amount double");
  }

  @Test
  void optionsOfJsonSchemaAreRefused() throws IOException {
    Files.writeString(
        contract, CONTRACT.replace("schema: orders.csv", "schema: orders.csv, engine: everit"));
    assertThat(run("lint", contract.toString())).isEqualTo(ExitCode.FINDINGS);
    assertThat(out).contains("'engine' applies only to JSON Schema; these values are CSV");
  }
}
