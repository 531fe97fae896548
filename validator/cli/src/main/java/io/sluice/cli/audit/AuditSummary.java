package io.sluice.cli.audit;

import io.sluice.audit.report.AuditReport;
import io.sluice.audit.report.Coverage;
import io.sluice.audit.report.Coverage.How;
import io.sluice.audit.report.Coverage.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The result of an audit in a few lines and a sentence. */
final class AuditSummary {

  private final AuditReport report;

  AuditSummary(AuditReport report) {
    this.report = report;
  }

  /**
   * Partitions of one topic that were verified in the same way for one table.
   *
   * @param partitions for example {@code 0-3, 7}; empty for a topic as a whole
   * @param offsets the number of offsets
   */
  record Line(
      String table, String topic, String partitions, String how, String detail, long offsets) {}

  private record Group(String table, String topic, How how, String reason, String detail) {}

  private static final class Members {
    private final List<Integer> partitions = new ArrayList<>();
    private long offsets;
  }

  /** The coverage, grouped into a few lines. */
  List<Line> lines() {
    Map<Group, Members> groups = new LinkedHashMap<>();
    for (Coverage one : report.coverage()) {
      Reason reason = one.reason();
      Members members =
          groups.computeIfAbsent(
              new Group(
                  one.table(),
                  one.topic(),
                  one.how(),
                  reason == null ? "" : reason.label(),
                  one.detail()),
              group -> new Members());
      if (one.partition() >= 0 && !members.partitions.contains(one.partition())) {
        members.partitions.add(one.partition());
      }
      members.offsets += one.to() - one.from();
    }
    List<Line> lines = new ArrayList<>();
    groups.forEach(
        (group, members) ->
            lines.add(
                new Line(
                    group.table(),
                    group.topic(),
                    ranges(members.partitions),
                    group.how() == How.NOT
                        ? group.reason().equals(Reason.EMPTY.label())
                            ? "empty"
                            : "not verified: " + group.reason()
                        : group.how().label(),
                    group.detail(),
                    members.offsets)));
    return lines;
  }

  private static String ranges(List<Integer> numbers) {
    List<Integer> sorted = numbers.stream().sorted().toList();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < sorted.size(); i++) {
      int first = sorted.get(i);
      while (i + 1 < sorted.size() && sorted.get(i + 1) == sorted.get(i) + 1) {
        i++;
      }
      text.append(text.isEmpty() ? "" : ", ").append(first);
      if (sorted.get(i) > first) {
        text.append('-').append(sorted.get(i));
      }
    }
    return text.toString();
  }

  /** The source records that were verified, including those that only the ledger records. */
  long records() {
    return report.topics().values().stream()
        .mapToLong(counts -> counts.source() + counts.ledgered())
        .sum();
  }

  /** The verdict in one sentence. */
  String verdict() {
    String pipeline = "Pipeline " + report.pipeline() + ": ";
    long findings = report.findings().size() + report.unlisted();
    int gaps = report.unverified().size();
    if (findings > 0) {
      return pipeline
          + count(findings, "finding")
          + (gaps > 0 ? ", and " + count(gaps, "part") + " not verified" : "")
          + ".";
    }
    if (gaps > 0) {
      return pipeline
          + "no findings, but "
          + count(gaps, "part")
          + (gaps == 1 ? " was" : " were")
          + " not verified. Fix the cause, or pass --allow-unverified to accept the gap.";
    }
    long accepted = report.coverage().stream().filter(Coverage::isAccepted).count();
    return pipeline
        + "conservation holds: each of "
        + String.format(Locale.ROOT, "%,d", records())
        + " source records is in exactly one place."
        + (accepted > 0
            ? " "
                + count(accepted, "part")
                + (accepted == 1 ? " was" : " were")
                + " not verified, as accepted."
            : "");
  }

  private static String count(long number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}
