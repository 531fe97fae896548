package io.sluice.audit.lake;

import io.sluice.audit.report.Findings;
import io.sluice.contract.Contract;
import io.sluice.contract.ContractParser;
import io.sluice.contract.ExpressionSyntax;
import io.sluice.failure.Problems;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expressions;
import org.jspecify.annotations.Nullable;

/** The contracts behind the rules versions: the ledger's and the current ones. */
public final class KnownContracts {

  private static final Pattern INCLUDED = Pattern.compile("(?m)^# included: (.+)\n");

  /**
   * A version of a contract.
   *
   * @param name the contract's name
   * @param firstUsed when the first job with it started, or null if unknown
   * @param warnings the names that {@code _warnings} of its rows may have, or null if its text is
   *     unknown or cannot be read
   * @param contract the parsed text, without the text of a schema; null if its text is unknown or
   *     cannot be read
   */
  public record Version(
      String name,
      @Nullable Instant firstUsed,
      @Nullable Set<String> warnings,
      boolean isObserved,
      @Nullable Contract contract) {

    /** The table that rows of a topic go to, or null if unknown. */
    public @Nullable String tableOf(String topic) {
      return contract == null ? null : contract.at(topic).table().name();
    }

    /** Whether a row may have a warning. */
    public boolean mayWarn(String warning) {
      // in observe mode, findings without a rule are named by stage and code
      return warnings == null || warnings.contains(warning) || (isObserved && isCode(warning));
    }

    private static boolean isCode(String warning) {
      return warning.startsWith("conform.") || warning.startsWith("rules.");
    }
  }

  private final Map<String, Version> versions = new HashMap<>();

  /**
   * Reads the contracts of the ledger.
   *
   * @param table the table of contracts that belongs to the ledger
   * @param today the contracts of the configuration
   */
  public KnownContracts(AuditedTable table, List<Contract> today, Findings findings) {
    Table found = table.table();
    if (found != null) {
      TableFiles files = new TableFiles(table.name(), found, findings);
      for (TableFiles.File file : files.plan(Expressions.alwaysTrue())) {
        RowList rows =
            files.readRecords(file, found.schema(), Expressions.alwaysTrue(), RowList::new);
        if (rows != null) {
          rows.all().forEach(this::take);
        }
      }
    }
    for (Contract contract : today) {
      versions.merge(
          contract.rulesVersion(),
          version(contract, null),
          (kept, own) ->
              new Version(
                  own.name(), kept.firstUsed(), own.warnings(), own.isObserved(), own.contract()));
    }
  }

  private void take(Record row) {
    String name = String.valueOf(row.getField("contract"));
    Instant firstUsed = ((OffsetDateTime) row.getField("first_used_at")).toInstant();
    Contract contract =
        parse(String.valueOf(row.getField("file")), String.valueOf(row.getField("text")));
    versions.put(
        String.valueOf(row.getField("rules_version")),
        contract == null
            ? new Version(name, firstUsed, null, true, null)
            : version(contract, firstUsed));
  }

  private static Version version(Contract contract, @Nullable Instant firstUsed) {
    boolean isObserved = contract.mode() == Contract.Mode.OBSERVE;
    Set<String> warnings = new HashSet<>();
    for (Contract.Rule rule : contract.rules()) {
      boolean warns =
          rule.onFailure() == Contract.OnFailure.WARN
              || (isObserved && rule.onFailure() != Contract.OnFailure.SHADOW);
      if (warns) {
        warnings.add(rule.id());
      }
    }
    return new Version(contract.name(), firstUsed, warnings, isObserved, contract);
  }

  /** The contract of a text with the rule sets that it includes; null if it cannot be read. */
  private static @Nullable Contract parse(String file, String text) {
    Map<String, String> included = new HashMap<>();
    Matcher matcher = INCLUDED.matcher(text);
    int end = text.length();
    List<int[]> parts = new ArrayList<>();
    List<String> names = new ArrayList<>();
    while (matcher.find()) {
      names.add(matcher.group(1));
      parts.add(new int[] {matcher.start(), matcher.end()});
    }
    for (int i = 0; i < parts.size(); i++) {
      int to = i + 1 < parts.size() ? parts.get(i + 1)[0] : end;
      included.put(names.get(i), text.substring(parts.get(i)[1], to));
    }
    String own = parts.isEmpty() ? text : text.substring(0, parts.get(0)[0]);
    // the ledger does not keep schemas, and the audit does not need them here
    return new ContractParser(new Problems(), ExpressionSyntax.UNCHECKED)
        .parse(file, own, name -> included.getOrDefault(name, "{}"));
  }

  /** A rules version, or null if it is unknown. */
  public @Nullable Version of(String rulesVersion) {
    return versions.get(rulesVersion);
  }

  /** All past and current contracts, in all versions with a known text. */
  public List<Contract> all() {
    return versions.values().stream().map(Version::contract).filter(Objects::nonNull).toList();
  }

  /** Whether there was ever a contract with this name. */
  public boolean knows(String contract) {
    return versions.values().stream().anyMatch(version -> version.name().equals(contract));
  }
}
