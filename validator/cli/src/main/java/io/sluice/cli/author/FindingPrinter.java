package io.sluice.cli.author;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.failure.Problem;
import io.sluice.finding.LintFinding;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Prints what lint found: for people with the line and a caret, as JSON, or for GitHub. */
final class FindingPrinter {

  /** Longer lines are cut, so that the caret stays in sight. */
  private static final int WIDEST = 160;

  private final PrintWriter out;
  private final Map<String, List<String>> lines = new HashMap<>();

  FindingPrinter(PrintWriter out) {
    this.out = out;
  }

  void people(List<LintFinding> findings) {
    for (LintFinding finding : findings) {
      Problem problem = finding.problem();
      out.println(
          "%s:%d:%d: %s: %s"
              .formatted(
                  problem.file(),
                  problem.line(),
                  problem.column(),
                  finding.severity().label(),
                  problem.message()));
      quote(problem);
    }
  }

  private void quote(Problem problem) {
    List<String> all = lines.computeIfAbsent(problem.file(), FindingPrinter::read);
    if (problem.line() > all.size()) {
      return;
    }
    String line = all.get(problem.line() - 1).replace('\t', ' ');
    int from = Math.max(0, Math.min(problem.column() - 1, line.length()) - WIDEST / 2);
    String shown = line.substring(from, Math.min(line.length(), from + WIDEST));
    out.printf("%6d | %s%n", problem.line(), shown);
    out.printf("       | %s^%n", " ".repeat(Math.max(0, problem.column() - 1 - from)));
  }

  private static List<String> read(String file) {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException e) {
      // not UTF-8, or deleted: the finding already reports it, and there is no line to show
      return List.of();
    }
  }

  void json(List<LintFinding> findings) {
    ObjectMapper mapper = new ObjectMapper();
    ArrayNode all = mapper.createArrayNode();
    for (LintFinding finding : findings) {
      ObjectNode node = all.addObject();
      node.put("file", finding.problem().file());
      node.put("line", finding.problem().line());
      node.put("column", finding.problem().column());
      node.put("severity", finding.severity().label());
      node.put("topic", finding.topic().label());
      node.put("message", finding.problem().message());
    }
    out.println(all.toPrettyString());
  }

  /**
   * Prints annotations on the lines of a pull request.
   *
   * @see <a
   *     href="https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands">Workflow
   *     commands</a>
   */
  void github(List<LintFinding> findings) {
    for (LintFinding finding : findings) {
      Problem problem = finding.problem();
      out.println(
          "::%s file=%s,line=%d,col=%d,title=sluice lint (%s)::%s"
              .formatted(
                  finding.severity().label(),
                  escaped(problem.file()).replace(":", "%3A").replace(",", "%2C"),
                  problem.line(),
                  problem.column(),
                  finding.topic().label(),
                  escaped(problem.message())));
    }
  }

  private static String escaped(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }
}
