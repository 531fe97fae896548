package io.sluice.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the documentation as its reader follows it: files to write, and commands to run.
 * CONTRIBUTING.md describes the marks.
 */
record DocPage(Path file, List<Block> blocks) {

  private static final Pattern FENCE = Pattern.compile("^```(\\w*)\\s*$");
  private static final Pattern MARK =
      Pattern.compile("^<!-- (file|not run|exit): (.+?) -->$", Pattern.DOTALL);

  /** A block of code that the reader does something with. */
  sealed interface Block {
    int line();
  }

  /** A file to write. */
  record Written(int line, String path, String text) implements Block {}

  /** A contract that is only shown. */
  record Contract(int line, String text) implements Block {}

  /**
   * Commands to run.
   *
   * @param shown the output in the page, or an empty text if the page shows none
   * @param exit the exit status that a mark asks for, or 0
   */
  record Commands(int line, String script, String shown, int exit) implements Block {

    private static final Pattern LOOK =
        Pattern.compile(
            "(?:\\./)?sluice (?:table|dlq (?:list|show|stats)|hold list|replay report|audit verify)"
                + "\\b.*");

    /** Whether the last command keeps running in the background. */
    boolean stays() {
      return script.stripTrailing().endsWith("&");
    }

    /** Whether the commands change nothing, so that they can be repeated. */
    boolean onlyLooks() {
      return script.replace("\\\n", " ").lines().allMatch(line -> LOOK.matcher(line).matches());
    }
  }

  /** Commands that the test cannot run. */
  record NotRun(int line, String reason) implements Block {}

  static DocPage read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<Block> blocks = new ArrayList<>();
    String mark = "";
    for (int at = 0; at < lines.size(); at++) {
      Matcher fence = FENCE.matcher(lines.get(at));
      if (fence.matches()) {
        int end = at + 1;
        while (!lines.get(end).equals("```")) {
          end++;
        }
        String text = String.join("\n", lines.subList(at + 1, end)) + "\n";
        add(blocks, mark, fence.group(1), text, at + 1);
        at = end;
        mark = "";
      } else if (lines.get(at).startsWith("<!-- ")) {
        mark = lines.get(at);
        while (!mark.endsWith("-->")) {
          mark += " " + lines.get(++at).strip();
        }
      } else if (!lines.get(at).isBlank()) {
        mark = "";
      }
    }
    return new DocPage(file, List.copyOf(blocks));
  }

  private static void add(List<Block> blocks, String mark, String language, String text, int line) {
    Matcher marked = MARK.matcher(mark);
    String kind = marked.matches() ? marked.group(1) : "";
    String said = kind.isEmpty() ? "" : marked.group(2);
    int last = blocks.size() - 1;
    if (kind.equals("not run")) {
      blocks.add(new NotRun(line, said));
    } else if (kind.equals("file")) {
      blocks.add(new Written(line, said, text));
    } else if (language.equals("sh")) {
      blocks.add(new Commands(line, text, "", kind.equals("exit") ? Integer.parseInt(said) : 0));
    } else if (language.equals("yaml") && text.contains("kind: Contract\n")) {
      blocks.add(new Contract(line, text));
    } else if (language.equals("text")
        && last >= 0
        && blocks.get(last) instanceof Commands commands
        && commands.shown().isEmpty()) {
      blocks.set(last, new Commands(commands.line(), commands.script(), text, commands.exit()));
    }
  }

  /** Whether commands printed what a page shows, where {@code ...} stands for anything. */
  static boolean shows(String shown, String printed) {
    return shows(shown.strip().lines().toList(), printed.strip().lines().toList());
  }

  private static boolean shows(List<String> shown, List<String> printed) {
    if (shown.isEmpty()) {
      return printed.isEmpty();
    }
    List<String> rest = shown.subList(1, shown.size());
    if (shown.get(0).strip().equals("...")) {
      for (int skipped = 0; skipped <= printed.size(); skipped++) {
        if (shows(rest, printed.subList(skipped, printed.size()))) {
          return true;
        }
      }
      return false;
    }
    return !printed.isEmpty()
        && line(shown.get(0)).matcher(printed.get(0).stripTrailing()).matches()
        && shows(rest, printed.subList(1, printed.size()));
  }

  private static Pattern line(String shown) {
    StringBuilder regex = new StringBuilder();
    for (String part : shown.stripTrailing().split("\\.\\.\\.", -1)) {
      regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(part));
    }
    return Pattern.compile(regex.toString());
  }
}
