package io.sluice.cli.author;

import io.sluice.finding.LintFinding;
import io.sluice.finding.LintFinding.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The last line of lint.
 *
 * @param files how many files have findings
 * @param areContracts whether all of these are contracts, or tests of them
 * @param contracts how many contracts were looked at
 */
record LintSummary(
    long errors, long warnings, long notes, int files, boolean areContracts, int contracts) {

  static LintSummary of(List<LintFinding> findings, List<Path> contracts) {
    Set<String> known = contracts.stream().map(Path::toString).collect(Collectors.toSet());
    Set<String> files =
        findings.stream()
            .map(finding -> finding.problem().file().replaceFirst("\\.tests(\\.ya?ml)$", "$1"))
            .collect(Collectors.toSet());
    return new LintSummary(
        count(findings, Severity.ERROR),
        count(findings, Severity.WARNING),
        count(findings, Severity.NOTE),
        files.size(),
        known.containsAll(files),
        contracts.size());
  }

  private static long count(List<LintFinding> findings, Severity severity) {
    return findings.stream().filter(one -> one.severity() == severity).count();
  }

  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    add(parts, errors, "error");
    add(parts, warnings, "warning");
    add(parts, notes, "note");
    String all = many(contracts, "contract");
    if (parts.isEmpty()) {
      return "no findings in " + all;
    }
    String found = String.join(", ", parts) + " in ";
    return areContracts
        ? found + files + " of " + all
        : found + many(files, "file") + "; " + all + " checked";
  }

  private static void add(List<String> parts, long count, String noun) {
    if (count > 0) {
      parts.add(many(count, noun));
    }
  }

  private static String many(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
