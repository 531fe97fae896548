package io.sluice.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.check.TopicChecker;
import io.sluice.contract.Contract;
import io.sluice.contract.ContractParser;
import io.sluice.expression.CelSyntax;
import io.sluice.failure.Problems;
import io.sluice.limit.Limits;
import io.sluice.raw.InMemoryRecord;
import io.sluice.raw.RawHeader;
import io.sluice.row.AuditColumns;
import io.sluice.row.Tables;
import io.sluice.schema.Lookup;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaText;
import io.sluice.verdict.Verdict;
import io.sluice.wire.SchemaRef;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The corpus through core alone. */
class CorpusTest {

  /** The schema's number in the registry. */
  private static final int ID = 7;

  @TestFactory
  Stream<DynamicTest> verdictsAreAsWritten() throws IOException {
    return Corpus.read(Path.of("../../corpus")).stream()
        .flatMap(
            one -> {
              List<Contract> contracts = contracts(one);
              TopicChecker checker = checker(one, contracts);
              return one.events().stream()
                  .map(
                      event ->
                          DynamicTest.dynamicTest(
                              one.name() + ": " + event.name(),
                              () ->
                                  assertThat(
                                          describe(checker.check(record(contracts.get(0), event))))
                                      .isEqualTo(event.expected())));
            });
  }

  private static List<Contract> contracts(Corpus.Case one) {
    Problems problems = new Problems();
    ContractParser parser = new ContractParser(problems, new CelSyntax());
    List<Contract> contracts = new ArrayList<>();
    contracts.add(parser.parse("contract.yaml", one.contract(), name -> one.schema()));
    if (one.other() != null) {
      contracts.add(parser.parse("other.yaml", one.other(), name -> one.schema()));
    }
    problems.throwIfAny();
    return contracts;
  }

  private static TopicChecker checker(Corpus.Case one, List<Contract> contracts) {
    return new TopicChecker(
        contracts, null, registry(one), Tables.ANY, Limits.DEFAULT, Clock.systemUTC());
  }

  /** A registry that has the schema of the case alone, as the first version of its subject. */
  private static SchemaSource registry(Corpus.Case one) {
    SchemaFormat format = one.avro() == null ? SchemaFormat.JSON : SchemaFormat.AVRO;
    SchemaText schema = new SchemaText(format, one.schema(), Map.of(), 1);
    SchemaRef id = new SchemaRef.Id(ID);
    Set<SchemaRef> known = Set.of(id, new SchemaRef.OfSubject(id, one.name() + "-value"));
    return (ref, readAt) -> known.contains(ref) ? new Lookup.Found(schema) : new Lookup.Unknown();
  }

  private static InMemoryRecord record(Contract contract, Corpus.Event event) {
    byte[] value = event.value(contract.value().schemaText() == null ? ID : null);
    List<RawHeader> headers =
        event.headers().entrySet().stream()
            .map(header -> RawHeader.text(header.getKey(), header.getValue()))
            .toList();
    String topic = contract.source().topics().get(0);
    return new InMemoryRecord(topic, 0, 0, 0, event.key(), value, headers);
  }

  private static String describe(Verdict verdict) {
    return verdict.fold(
        CorpusTest::describe, CorpusTest::describe, dropped -> "dropped", held -> "held");
  }

  private static String describe(Verdict.Stored stored) {
    Object[] row = stored.row().values();
    int warnings = row.length - 2;
    assertThat(AuditColumns.FIELDS.get(AuditColumns.FIELDS.size() - 2).name())
        .isEqualTo("_warnings");
    @SuppressWarnings("unchecked")
    List<String> ids = (List<String>) row[warnings];
    assertThat(stored.isWarned()).isEqualTo(!ids.isEmpty());
    return Corpus.describe(stored.isWarned() ? "warned" : "clean", ids);
  }

  private static String describe(Verdict.Dead dead) {
    return Corpus.describe(
        "dead",
        dead.faults().kept().stream()
            .map(f -> Corpus.fault(f.stage().label(), f.code(), f.path(), f.rule()))
            .toList());
  }
}
