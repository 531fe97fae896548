package io.sluice.cli.author;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.cli.output.Paint;
import io.sluice.failure.Problem;
import io.sluice.finding.LintFinding;
import io.sluice.finding.LintFinding.Severity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Prints what lint found: for people with the line and a caret, as JSON, or for GitHub. */
final class FindingPrinter {

  /** The line number that is printed before the text of a line. */
  private static final String MARGIN = "%6d | ";

  private static final int MARGIN_WIDTH = 9;
  private static final String CUT = "...";

  private final PrintWriter out;
  private final Map<String, List<String>> lines = new HashMap<>();

  FindingPrinter(PrintWriter out) {
    this.out = out;
  }

  /** Prints findings of one file after another, with an empty line between two files. */
  void people(List<LintFinding> findings, int width, Paint paint) {
    String last = findings.isEmpty() ? "" : findings.get(0).problem().file();
    for (LintFinding finding : findings) {
      Problem problem = finding.problem();
      if (!problem.file().equals(last)) {
        out.println();
        last = problem.file();
      }
      boolean isAboutFile = isAboutFile(finding);
      String place = isAboutFile ? "" : ":" + problem.line() + ":" + problem.column();
      out.printf(
          "%s: %s: %s%n",
          paint.bold(problem.file() + place), label(finding.severity(), paint), problem.message());
      if (!isAboutFile) {
        quote(problem, width - MARGIN_WIDTH, paint);
      }
    }
  }

  /** Whether a finding is about the whole file: a note at the start of the file. */
  private static boolean isAboutFile(LintFinding finding) {
    return finding.severity() == Severity.NOTE
        && finding.problem().line() == 1
        && finding.problem().column() == 1;
  }

  private static String label(Severity severity, Paint paint) {
    return switch (severity) {
      case ERROR -> paint.red(severity.label());
      case WARNING -> paint.yellow(severity.label());
      case NOTE -> paint.cyan(severity.label());
    };
  }

  private void quote(Problem problem, int room, Paint paint) {
    List<String> all = lines.computeIfAbsent(problem.file(), FindingPrinter::read);
    if (problem.line() > all.size()) {
      return;
    }
    String line = all.get(problem.line() - 1).replace('\t', ' ');
    int caret = Math.min(problem.column() - 1, line.length());
    int from = Math.max(0, Math.min(caret - room / 2, line.length() - room));
    out.println(paint.faint(MARGIN.formatted(problem.line())) + cut(line, from, room));
    out.println(
        paint.faint(" ".repeat(MARGIN_WIDTH - 2) + "| ")
            + " ".repeat(caret - from)
            + paint.bold("^"));
  }

  /** The visible part of a line, with dots in place of the rest. */
  private static String cut(String line, int from, int room) {
    int to = Math.min(line.length(), from + room);
    String shown = line.substring(from, to);
    if (from > 0) {
      shown = CUT + shown.substring(CUT.length());
    }
    return to < line.length() ? shown.substring(0, room - CUT.length()) + CUT : shown;
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
