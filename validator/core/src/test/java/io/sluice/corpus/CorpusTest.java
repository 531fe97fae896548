package io.sluice.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.check.TopicChecker;
import io.sluice.contract.Contract;
import io.sluice.contract.ContractParser;
import io.sluice.expression.CelSyntax;
import io.sluice.limit.Limits;
import io.sluice.problem.Problems;
import io.sluice.raw.InMemoryRecord;
import io.sluice.raw.RawHeader;
import io.sluice.row.AuditColumns;
import io.sluice.row.Tables;
import io.sluice.schema.Lookup;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaText;
import io.sluice.verdict.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The corpus through core alone. */
class CorpusTest {

  @TestFactory
  Stream<DynamicTest> verdictsAreAsWritten() throws IOException {
    return Corpus.read(Path.of("../../corpus")).stream()
        .flatMap(
            one -> {
              Contract contract = contract(one);
              TopicChecker checker = checker(one, contract);
              return one.events().stream()
                  .map(
                      event ->
                          DynamicTest.dynamicTest(
                              one.name() + ": " + event.name(),
                              () ->
                                  assertThat(describe(checker.check(record(contract, event))))
                                      .isEqualTo(event.expected())));
            });
  }

  private static Contract contract(Corpus.Case one) {
    Problems problems = new Problems();
    Contract contract =
        new ContractParser(problems, new CelSyntax())
            .parse(one.name(), one.contract(), name -> one.schema());
    problems.throwIfAny();
    return contract;
  }

  private static TopicChecker checker(Corpus.Case one, Contract contract) {
    SchemaText schema =
        new SchemaText(
            one.avro() == null ? SchemaFormat.JSON : SchemaFormat.AVRO, one.schema(), Map.of());
    return new TopicChecker(
        List.of(contract),
        null,
        (ref, readAt) -> new Lookup.Found(schema),
        Tables.ANY,
        Limits.DEFAULT,
        Clock.systemUTC());
  }

  private static InMemoryRecord record(Contract contract, Corpus.Event event) {
    boolean bare = contract.value().schemaText() != null;
    byte[] payload = event.payload();
    byte[] value =
        bare
            ? payload
            : ByteBuffer.allocate(5 + payload.length).put((byte) 0).putInt(7).put(payload).array();
    List<RawHeader> headers =
        event.headers().entrySet().stream()
            .map(header -> RawHeader.text(header.getKey(), header.getValue()))
            .toList();
    return new InMemoryRecord(contract.source().topics().get(0), 0, 0, 0, null, value, headers);
  }

  private static String describe(Verdict verdict) {
    if (verdict instanceof Verdict.Stored stored) {
      Object[] row = stored.row().values();
      int warnings = row.length - 2;
      assertThat(AuditColumns.FIELDS.get(AuditColumns.FIELDS.size() - 2).name())
          .isEqualTo("_warnings");
      @SuppressWarnings("unchecked")
      List<String> ids = (List<String>) row[warnings];
      assertThat(stored.isWarned()).isEqualTo(!ids.isEmpty());
      return Corpus.describe(stored.isWarned() ? "warned" : "clean", ids);
    }
    if (verdict instanceof Verdict.Dead dead) {
      return Corpus.describe(
          "dead",
          dead.faults().kept().stream()
              .map(f -> Corpus.fault(f.stage().label(), f.code(), f.path(), f.rule()))
              .toList());
    }
    return verdict instanceof Verdict.Dropped ? "dropped" : "held";
  }
}
