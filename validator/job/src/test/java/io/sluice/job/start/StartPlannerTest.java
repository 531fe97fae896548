package io.sluice.job.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Contract;
import io.sluice.contract.ContractParser;
import io.sluice.expression.CelSyntax;
import io.sluice.failure.Problems;
import io.sluice.job.mark.Marks;
import io.sluice.job.start.StartPlanner.Situation;
import io.sluice.kafka.SourcePartition;
import io.sluice.pipeline.Accepted;
import io.sluice.pipeline.Selection;
import io.sluice.pipeline.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Plans of whole starts; what is decided for one table is for {@link StartDeciderTest}. */
class StartPlannerTest {

  private static final SourcePartition P0 = new SourcePartition("orders", "id1", 0);
  private static final LogState LOG = new LogState(0, 100, 90);
  private static final TableState T1 = table("t1", Map.of(P0, 40L));

  private static final Contract ORDERS = contract("orders", "{ topics: [orders] }", "shop.orders");
  private static final Contract AUDIT = contract("audit", "{ topics: [orders] }", "shop.audit");
  private static final Contract RAW = contract("raw", "{ topicPattern: 'o.*' }", "raw.of_{topic}");

  private final StartBook book = new StartBook("catalog");
  private final Map<String, TableState> tables = new HashMap<>();
  private final Map<SourcePartition, LogState> added = new HashMap<>();
  private final Map<SourcePartition, Long> restored = new HashMap<>();
  private Set<String> unreadable = Set.of();
  private Marks ledger = Marks.NONE;

  private static Contract contract(String name, String source, String table) {
    Problems problems = new Problems();
    Contract contract =
        new ContractParser(problems, new CelSyntax())
            .parse(
                name + ".yaml",
                """
                apiVersion: sluice/v1alpha1
                kind: Contract
                name: %s
                owner: me
                source: %s
                table: { name: "%s" }
                """
                    .formatted(name, source, table),
                include -> "");
    problems.throwIfAny();
    return Objects.requireNonNull(contract);
  }

  private static TableState table(String id, Map<SourcePartition, Long> marks) {
    return new TableState(id, Marks.NONE.moved(marks, "shop"));
  }

  private void take(StartBook.Entry entry) {
    book.take(entry.key(), entry.value());
  }

  private StartPlan plan(Accepted accepted, Contract... contracts) {
    return new StartPlanner(new Topics(List.of(contracts)), accepted)
        .plan(
            new Situation(
                Set.of("orders"),
                unreadable,
                added,
                restored,
                book,
                table -> tables.getOrDefault(table, TableState.ABSENT),
                ledger));
  }

  private StartPlan plan(Contract... contracts) {
    return plan(Accepted.NOTHING, contracts);
  }

  @Test
  void aPartitionIsReadFromTheSmallestStartOfItsTables() {
    added.put(P0, LOG);
    tables.put("shop.orders", T1);
    tables.put("shop.audit", table("t2", Map.of(P0, 30L)));
    ledger = Marks.NONE.moved(Map.of(P0, 50L), "shop");
    StartPlan plan = plan(ORDERS, AUDIT);
    assertThat(plan.refused()).isEmpty();
    assertThat(plan.notes()).isEmpty();
    assertThat(plan.starts()).hasSize(1);
    PartitionStart start = plan.starts().get(0);
    assertThat(start.partition()).isEqualTo(P0);
    assertThat(start.offset()).isEqualTo(30);
    assertThat(start.uncounted()).isZero();
    assertThat(start.starts())
        .isEqualTo(
            Map.of("shop.orders", new TableStart(0, 40), "shop.audit", new TableStart(0, 30)));
    assertThat(start)
        .hasToString(
            "orders/0 is read from offset 30: table shop.orders from 40 (rule 1: the table's mark);"
                + " table shop.audit from 30 (rule 1: the table's mark)");
  }

  @Test
  void whatTheLedgerLacksIsReadAgainWhereKafkaHasIt() {
    added.put(P0, new LogState(10, 100, 90));
    tables.put("shop.orders", T1);
    ledger = Marks.NONE.moved(Map.of(P0, 25L), "shop");
    PartitionStart counted = plan(ORDERS).starts().get(0);
    assertThat(counted.offset()).isEqualTo(25);
    assertThat(counted.uncounted()).isZero();

    ledger = Marks.NONE.moved(Map.of(P0, 7L), "shop");
    PartitionStart removed = plan(ORDERS).starts().get(0);
    assertThat(removed.offset()).isEqualTo(10);
    assertThat(removed.uncounted()).isEqualTo(3);
    assertThat(removed)
        .hasToString(
            "orders/0 is read from offset 10: table shop.orders from 40 (rule 1: the table's mark);"
                + " the ledger lacks the 3 offsets before that, which are no longer in Kafka");
  }

  @Test
  void aPartitionThatFeedsNoTableIsReadFromItsEnd() {
    added.put(P0, LOG);
    StartPlan plan = plan(contract("refunds", "{ topics: [refunds] }", "shop.refunds"));
    assertThat(plan.starts()).containsExactly(new PartitionStart(P0, 100, Map.of(), 0));
    assertThat(plan.starts().get(0)).hasToString("orders/0 is read from offset 100");
    assertThat(plan.records()).isEmpty();
  }

  @Test
  void aStartIsRememberedOnceAndSelectionsAfterRecords() {
    added.put(P0, LOG);
    StartPlan plan = plan(ORDERS);
    StartRecord record = StartRecord.at(null, 90);
    List<StartBook.Entry> records = List.of(book.entry("shop.orders", P0, record));
    List<StartBook.Entry> selections =
        book.adding("shop.orders", List.of(new Selection(Selection.Kind.TOPIC, "orders")));
    assertThat(plan.records()).isEqualTo(records);
    assertThat(plan.selections()).isEqualTo(selections);

    List<List<StartBook.Entry>> written = new ArrayList<>();
    plan.write(
        new StartStore() {
          @Override
          public StartBook read() {
            return book;
          }

          @Override
          public void write(List<StartBook.Entry> entries) {
            written.add(entries);
            entries.forEach(StartPlannerTest.this::take);
          }
        });
    assertThat(written).containsExactly(records, selections);
    assertThat(book.record("shop.orders", P0)).isEqualTo(record);
    StartPlan again = plan(ORDERS);
    assertThat(again.records()).isEmpty();
    assertThat(again.selections()).isEmpty();
    assertThat(again.starts().get(0).offset()).isEqualTo(90);
  }

  @Test
  void selectionsOfATemplateAreKeptUnderItsOwnName() {
    added.put(P0, LOG);
    StartPlan plan = plan(RAW);
    assertThat(plan.starts().get(0).starts()).containsOnlyKeys("raw.of_orders");
    plan.selections().forEach(this::take);
    assertThat(book.selects(Set.of("raw.of_{topic}"), "others")).isTrue();
    SourcePartition later = new SourcePartition("others", "id2", 0);
    added.clear();
    added.put(later, LOG);
    assertThat(plan(RAW).starts().get(0).offset()).as("known by its pattern").isZero();
  }

  @Test
  void selectionsOfTablesThatATopicMayNotBeReadForAreKeptLater() {
    unreadable = Set.of("orders");
    Contract refunds = contract("refunds", "{ topics: [refunds] }", "shop.refunds");
    assertThat(plan(ORDERS, RAW, refunds).selections())
        .isEqualTo(
            book.adding("shop.refunds", List.of(new Selection(Selection.Kind.TOPIC, "refunds"))));
  }

  @Test
  void whatIsRefusedOfAPartitionLeavesItsOtherTables() {
    added.put(P0, new LogState(35, 100, 90));
    tables.put("shop.orders", T1);
    tables.put("shop.audit", table("t2", Map.of(P0, 30L)));
    StartPlan plan = plan(ORDERS, AUDIT);
    assertThat(plan.refused())
        .singleElement()
        .satisfies(
            refused -> {
              assertThat(refused.table()).isEqualTo("shop.audit");
              assertThat(refused.partition()).isEqualTo(P0);
              assertThat(refused.conflict()).isEqualTo(StartConflict.REMOVED_UNREAD);
              assertThat(refused.accept()).isEqualTo("gap:orders/0:30-34");
            });
    assertThat(plan.starts().get(0).starts()).containsOnlyKeys("shop.orders");
  }

  @Test
  void whatIsAcceptedAsLostIsNoted() {
    added.put(P0, new LogState(35, 100, 90));
    tables.put("shop.audit", table("t2", Map.of(P0, 30L)));
    StartPlan plan = plan(new Accepted(Set.of("gap:orders/0:30-34")), AUDIT);
    assertThat(plan.notes())
        .containsExactly(
            "table shop.audit will lack offsets 30 to 34 of orders/0: Kafka no longer has them");
    assertThat(plan.starts().get(0))
        .hasToString(
            "orders/0 is read from offset 35: table shop.audit from 35 (rule 1: the table's mark);"
                + " the 5 offsets before that are no longer in Kafka");
  }

  @Test
  void aTopicThatFedATableAndIsGoneIsNoted() {
    SourcePartition marked = new SourcePartition("old", "id8", 0);
    SourcePartition remembered = new SourcePartition("older", "id9", 0);
    added.put(P0, LOG);
    tables.put("raw.of_orders", table("t1", Map.of(P0, 40L, marked, 7L)));
    take(book.entry("raw.of_orders", remembered, StartRecord.at("t1", 0)));
    assertThat(plan(RAW).notes())
        .containsExactly(
            "topic old, which fed table raw.of_orders, no longer exists; its unread records"
                + " are lost",
            "topic older, which fed table raw.of_orders, no longer exists; its unread records"
                + " are lost");
    unreadable = Set.of("old");
    assertThat(plan(RAW).notes()).hasSize(1).first().asString().startsWith("topic older,");
    tables.put("shop.orders", tables.get("raw.of_orders"));
    assertThat(plan(ORDERS).notes()).as("no contract reads it now").isEmpty();
  }

  @Test
  void aReplayTopicIsOfTheTablesOfItsOrigin() {
    SourcePartition replay = new SourcePartition("orders.replay", "id3", 0);
    added.put(replay, new LogState(3, 100, 90));
    PartitionStart start = plan(ORDERS).starts().get(0);
    assertThat(start.offset()).isEqualTo(3);
    assertThat(start.starts()).isEqualTo(Map.of("shop.orders", new TableStart(3, 3)));
    assertThat(start.tables().get("shop.orders"))
        .satisfies(begin -> assertThat(begin.rule()).isEqualTo(StartRule.START_FROM));
  }

  @Test
  void whatFlinksStateHasIsRememberedButNotDecided() {
    restored.put(P0, 12L);
    StartPlan fresh = plan(ORDERS);
    assertThat(fresh.starts()).isEmpty();
    assertThat(fresh.records())
        .containsExactly(book.entry("shop.orders", P0, StartRecord.at(null, 12)));

    tables.put("shop.orders", T1);
    StartPlan marked = plan(ORDERS);
    assertThat(marked.records())
        .containsExactly(book.entry("shop.orders", P0, new StartRecord("t1", 12, 40, 40)));

    take(book.entry("shop.orders", P0, new StartRecord("t1", 5, 60, StartRecord.NO_MARK)));
    assertThat(plan(ORDERS).records())
        .as("the table has a mark since")
        .containsExactly(book.entry("shop.orders", P0, new StartRecord("t1", 5, 60, 40)));

    take(book.entry("shop.orders", P0, new StartRecord("t1", 5, 60, 30)));
    assertThat(plan(ORDERS).records()).as("it is known").isEmpty();
  }
}
