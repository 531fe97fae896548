package io.sluice.lint;

import io.sluice.failure.Problem;
import io.sluice.failure.SetUpException;
import io.sluice.fixture.FixtureParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the contract files in the files and folders that a user gives. */
public final class ContractFiles {

  private ContractFiles() {}

  /**
   * Returns all given files and all YAML files in the given folders at any depth, except tests.
   *
   * @throws SetUpException if a path does not exist, or nothing is found
   */
  public static List<Path> find(List<Path> paths) {
    Set<Path> files = new LinkedHashSet<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        files.addAll(inside(path));
      } else if (Files.exists(path) && isRuleSet(path)) {
        throw new SetUpException(
            path + " is a set of shared rules; pass the contracts that include it instead");
      } else if (Files.exists(path)) {
        files.add(FixtureParser.isFixtureFile(path) ? contractOf(path) : path);
      } else {
        throw new SetUpException(
            "'"
                + path
                + "' does not exist. Specify contracts, or folders that contain them (default:"
                + " rules).");
      }
    }
    if (files.isEmpty()) {
      throw new SetUpException(
          "no contracts (*.yaml) found in "
              + paths.stream().map(Path::toString).collect(Collectors.joining(", ")));
    }
    return List.copyOf(files);
  }

  private static Path contractOf(Path tests) {
    Path contract = FixtureParser.contractOf(tests);
    if (!Files.exists(contract)) {
      throw new SetUpException(List.of(lonely(tests)));
    }
    return contract;
  }

  private static Problem lonely(Path tests) {
    return new Problem(
        tests.toString(),
        1,
        1,
        "these tests have no contract: there is no "
            + FixtureParser.contractOf(tests).getFileName()
            + " next to them; rename this file to match its contract");
  }

  /** Test files without a contract of the same name. */
  public static List<Problem> lonelyTests(List<Path> contracts) {
    Set<Path> folders = new HashSet<>();
    List<Problem> lonely = new ArrayList<>();
    for (Path contract : contracts) {
      Path folder = contract.toAbsolutePath().getParent();
      if (!folders.add(folder)) {
        continue;
      }
      try (Stream<Path> files = Files.list(folder)) {
        files
            .filter(FixtureParser::isFixtureFile)
            .map(file -> contract.resolveSibling(file.getFileName()))
            .filter(file -> !Files.exists(FixtureParser.contractOf(file)))
            .sorted()
            .forEach(file -> lonely.add(lonely(file)));
      } catch (IOException e) {
        throw new UncheckedIOException("the folder " + folder + " cannot be read", e);
      }
    }
    return lonely;
  }

  /** Whether a file holds shared rules, which are checked with the contracts that include them. */
  private static boolean isRuleSet(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.anyMatch(line -> line.matches("kind:\\s*RuleSet\\s*(#.*)?"));
    } catch (IOException | UncheckedIOException e) {
      // reading it as a contract reports what is wrong with it
      return false;
    }
  }

  private static List<Path> inside(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(".yaml") || file.toString().endsWith(".yml"))
          .filter(file -> !FixtureParser.isFixtureFile(file) && !isRuleSet(file))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the folder " + folder + " cannot be read", e);
    }
  }
}
