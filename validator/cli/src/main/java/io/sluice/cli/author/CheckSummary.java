package io.sluice.cli.author;

import io.sluice.cli.output.TextTable;
import io.sluice.contract.Contract;
import io.sluice.fault.Fault;
import io.sluice.fixture.Fixture.Kind;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Counts verdicts and their causes. */
final class CheckSummary {

  /** A rule that failed, or another kind of fault. */
  private static final class Cause {
    private final String action;
    private final Set<String> examples = new LinkedHashSet<>();
    private String message = "";
    private long records;

    Cause(String action) {
      this.action = action;
    }
  }

  private static final int EXAMPLES = 3;

  private final Map<Kind, Long> kinds = new EnumMap<>(Kind.class);
  private final Map<String, Cause> causes = new LinkedHashMap<>();
  private long records;

  CheckSummary(Contract contract) {
    for (Contract.Rule rule : contract.rules()) {
      causes.put(rule.id(), new Cause(rule.onFailure().name().toLowerCase(Locale.ROOT)));
    }
  }

  /**
   * Counts a record.
   *
   * @param findings the faults and the warnings
   * @param failed IDs of the rules that failed, regardless of their action
   */
  void add(String name, Kind kind, List<Fault> findings, Set<String> failed) {
    records++;
    kinds.merge(kind, 1L, Long::sum);
    Set<String> seen = new TreeSet<>(failed);
    for (Fault fault : findings) {
      seen.add(cause(fault));
    }
    for (String one : seen) {
      Cause cause =
          causes.computeIfAbsent(one, id -> new Cause(kind == Kind.DEAD ? "dead" : "warn"));
      if (cause.records++ == 0) {
        cause.message = message(one, findings);
      }
      if (cause.examples.size() < EXAMPLES) {
        cause.examples.add(name);
      }
    }
  }

  /** The message of the cause's first fault; empty for a rule that is only counted. */
  private static String message(String cause, List<Fault> faults) {
    return faults.stream()
        .filter(fault -> cause.equals(cause(fault)))
        .findFirst()
        .map(fault -> (fault.path() == null ? "" : fault.path() + ": ") + fault.message())
        .orElse("");
  }

  private static String cause(Fault fault) {
    String rule = fault.rule();
    return rule == null ? fault.stage().label() + "." + fault.code() : rule;
  }

  long dead() {
    return kinds.getOrDefault(Kind.DEAD, 0L);
  }

  long records() {
    return records;
  }

  void print(PrintWriter out) {
    TextTable table =
        new TextTable(
            "RULE OR FAULT", "ON FAILURE", "RECORDS", "SHARE", "EXAMPLES", "FIRST MESSAGE");
    causes.forEach(
        (id, cause) -> {
          if (cause.records > 0) {
            table.row(
                id,
                cause.action,
                cause.records,
                share(cause.records),
                String.join(", ", cause.examples),
                cause.message);
          }
        });
    long broken = causes.values().stream().filter(cause -> cause.records > 0).count();
    if (broken > 0) {
      out.println(table);
    }
    StringBuilder line = new StringBuilder(records + (records == 1 ? " record:" : " records:"));
    kinds.forEach(
        (kind, count) ->
            line.append(' ')
                .append(count)
                .append(' ')
                .append(kind.label())
                .append(" (")
                .append(share(count))
                .append("),"));
    out.println(records == 0 ? "0 records" : line.substring(0, line.length() - 1));
  }

  private String share(long count) {
    return String.format(Locale.ROOT, "%.2f%%", 100.0 * count / records);
  }
}
