package io.sluice.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.audit.report.AuditReport;
import io.sluice.cli.output.TextTable;
import io.sluice.demo.BrokenRecords;
import io.sluice.job.lake.table.Lake;
import io.sluice.letters.Letter;
import io.sluice.letters.LetterTopic;
import io.sluice.offset.RecordSet;
import io.sluice.pipeline.Setup;
import io.sluice.pipeline.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;

/** The demo's summary: record counts per topic, and why records died. */
final class DemoSummary {

  private static final int SHOWN = 25;

  private final Setup setup;
  private final AuditReport report;
  private final PrintWriter out;

  DemoSummary(Setup setup, AuditReport report, PrintWriter out) {
    this.setup = setup;
    this.report = report;
    this.out = out;
  }

  /** Faults of one kind. */
  private static final class Cause {
    private final String example;
    private int count;
    private boolean broken = true;

    Cause(String example) {
      this.example = example;
    }
  }

  void print() throws IOException {
    Map<String, Integer> warned = warned();
    TextTable table = new TextTable("TOPIC", "IN", "CLEAN", "WARNED", "DEAD", "DROPPED");
    report
        .topics()
        .forEach(
            (topic, counts) -> {
              int warnings = warned.getOrDefault(topic, 0);
              table.row(
                  topic,
                  counts.source(),
                  counts.rows() - warnings,
                  (long) warnings,
                  counts.dead(),
                  counts.dropped());
            });
    out.println();
    out.println(table);
    printCauses();
  }

  private Map<String, Integer> warned() throws IOException {
    Map<String, Integer> warned = new HashMap<>();
    try (Lake lake = new Lake(setup.config().lake().catalog())) {
      Set<String> tables = new HashSet<>();
      setup.contracts().forEach(contract -> tables.add(contract.table().name()));
      for (String name : tables) {
        var table = lake.find(name);
        if (table.isEmpty()) {
          continue;
        }
        try (CloseableIterable<Record> rows =
            IcebergGenerics.read(table.get()).select("_kafka_topic", "_warnings").build()) {
          for (Record row : rows) {
            if (row.getField("_warnings") instanceof List<?> list && !list.isEmpty()) {
              warned.merge(String.valueOf(row.getField("_kafka_topic")), 1, Integer::sum);
            }
          }
        }
      }
    }
    return warned;
  }

  private void printCauses() {
    Topics topics = new Topics(setup.contracts());
    for (Map.Entry<String, AuditReport.Counts> of : report.topics().entrySet()) {
      String topic = of.getKey();
      Map<String, Cause> causes = new LinkedHashMap<>();
      long letters = collect(topics.deadLetterTopicOf(topic), causes);
      TextTable table =
          new TextTable(
              "WHY RECORDS FROM " + topic + " DIED", "DEAD", "OF DEAD", "OF ALL", "EXAMPLE");
      long all = of.getValue().source();
      causes.entrySet().stream()
          .sorted(Comparator.comparingInt(entry -> -entry.getValue().count))
          .limit(SHOWN)
          .forEach(
              entry ->
                  table.row(
                      entry.getKey() + (entry.getValue().broken ? " (broken on purpose)" : ""),
                      entry.getValue().count,
                      percent(entry.getValue().count, letters),
                      percent(entry.getValue().count, all),
                      entry.getValue().example));
      if (!causes.isEmpty()) {
        out.println(table);
      }
    }
  }

  private static String percent(long part, long whole) {
    return String.format(Locale.ROOT, "%.1f%%", 100.0 * part / Math.max(1, whole));
  }

  /** Counts letters by cause; a letter with several causes counts once for each. */
  private long collect(String topic, Map<String, Cause> causes) {
    RecordSet ids = new RecordSet();
    try (LetterTopic letters = new LetterTopic(setup.config().kafka(), topic)) {
      letters.read(
          Map.of(),
          letters.ends(),
          letter -> {
            if (ids.add(letter.id())) {
              count(letter, causes);
            }
            return true;
          });
    }
    return ids.size();
  }

  private static void count(Letter letter, Map<String, Cause> causes) {
    Set<String> counted = new HashSet<>();
    for (JsonNode fault : letter.faults()) {
      String rule = fault.path("rule").asText("");
      String name =
          rule.isEmpty()
              ? fault.path("stage").asText() + ": " + fault.path("code").asText()
              : "rule " + rule;
      if (counted.add(name)) {
        Cause cause = causes.computeIfAbsent(name, n -> new Cause(letter.id().toString()));
        cause.count++;
        cause.broken &= letter.text(BrokenRecords.MARK) != null;
      }
    }
  }
}
