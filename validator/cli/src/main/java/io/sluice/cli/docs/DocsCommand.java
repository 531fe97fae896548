package io.sluice.cli.docs;

import io.sluice.cli.output.ExitCode;
import io.sluice.cli.output.Paint;
import io.sluice.cli.output.Prose;
import io.sluice.failure.SetUpException;
import io.sluice.failure.Suggestion;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the documentation. */
@Command(
    name = "docs",
    description = {
      "Read the documentation in the terminal, offline.",
      "A topic is a check, a fault code, a format, a metric, an alert, a key in sluice.yaml, a",
      "command, a heading, or a page name. Without a topic, lists the pages."
    },
    mixinStandardHelpOptions = true)
public final class DocsCommand implements Callable<Integer> {

  private static final int WIDEST = 100;
  private static final int MOST_HITS = 40;
  private static final int MOST_SUGGESTIONS = 8;

  @Parameters(
      paramLabel = "TOPIC",
      arity = "0..*",
      description = "What to read about. Multiple words form one topic.")
  private List<String> topic = List.of();

  @Option(
      names = "--search",
      paramLabel = "TEXT",
      description = "List every line in the documentation that contains this text.")
  private @Nullable String text;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  DocsCommand() {}

  @Override
  public Integer call() throws IOException {
    Manual manual = Manual.read();
    PrintWriter out = spec.commandLine().getOut();
    Paint paint = Paint.of(spec.commandLine());
    int width = Math.min(WIDEST, spec.usageMessage().width());
    String wanted = text;
    if (wanted != null) {
      search(manual, wanted, paint);
    } else if (topic.isEmpty()) {
      list(manual, paint, width);
    } else {
      String name = String.join(" ", topic);
      List<Manual.Passage> passages = manual.find(name);
      if (passages.isEmpty()) {
        throw unknown(name, manual);
      }
      boolean isFirst = true;
      for (Manual.Passage passage : passages) {
        if (!isFirst) {
          out.println();
        }
        isFirst = false;
        out.println(paint.faint("[" + passage.page() + "]"));
        new MarkdownScreen(width, paint).lay(passage.lines()).forEach(out::println);
      }
    }
    return ExitCode.FINE;
  }

  private void list(Manual manual, Paint paint, int width) {
    PrintWriter out = spec.commandLine().getOut();
    int column = manual.pages().stream().mapToInt(page -> page.name().length()).max().orElse(0) + 4;
    String folder = null;
    for (ManualPage page : manual.pages()) {
      if (!page.folder().equals(folder)) {
        out.println((folder == null ? "" : "\n") + paint.bold(heading(page.folder())));
        folder = page.folder();
      }
      boolean isNamed = page.title().equals(page.name());
      Prose.hang("  " + page.name(), column, isNamed ? "" : page.title(), width)
          .forEach(out::println);
    }
    out.println();
    out.println("To read a page:     sluice docs platform");
    out.println("To look up a name:  sluice docs too_large");
    out.println("To search:          sluice docs --search retention");
  }

  private static String heading(String folder) {
    if (folder.equals(ManualPage.TOP)) {
      return "About Sluice:";
    }
    return folder.substring(0, 1).toUpperCase(Locale.ROOT)
        + folder.substring(1).replace('-', ' ')
        + ":";
  }

  private void search(Manual manual, String wanted, Paint paint) {
    List<Manual.Hit> hits = manual.search(wanted);
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    int room = spec.usageMessage().width() - 4;
    String place = "";
    for (Manual.Hit hit : hits.subList(0, Math.min(MOST_HITS, hits.size()))) {
      String of = hit.page() + ": " + hit.section();
      if (!of.equals(place)) {
        out.println((place.isEmpty() ? "" : "\n") + paint.bold(of));
        place = of;
      }
      out.println("    " + around(hit.line(), wanted, room));
    }
    if (hits.isEmpty()) {
      err.println("No page contains '" + wanted + "'.");
    } else if (hits.size() > MOST_HITS) {
      err.println((hits.size() - MOST_HITS) + " more lines are not shown. Refine your search.");
    }
  }

  /** The part of a line that contains a text, cut if it is longer than the screen. */
  private static String around(String line, String wanted, int room) {
    if (line.length() <= room) {
      return line;
    }
    int found = line.toLowerCase(Locale.ROOT).indexOf(wanted.toLowerCase(Locale.ROOT));
    int from = Math.max(0, Math.min(found - room / 2, line.length() - room));
    String cut = line.substring(from, from + room);
    String end = from + room < line.length() ? cut.substring(0, room - 3) + "..." : cut;
    return from > 0 ? "..." + end.substring(3) : end;
  }

  private static SetUpException unknown(String name, Manual manual) {
    Set<String> names = manual.names();
    String key = ManualPage.key(name);
    String near =
        Suggestion.nearest(key, names)
            .orElseGet(
                () ->
                    names.stream()
                        .filter(one -> key.length() > 2 && one.contains(key))
                        .limit(MOST_SUGGESTIONS)
                        .collect(Collectors.joining("', '")));
    return new SetUpException(
        "There is no topic '"
            + name
            + "'."
            + (near.isEmpty() ? "" : " Did you mean '" + near + "'?")
            + System.lineSeparator()
            + "Run 'sluice docs' for a list of pages, or 'sluice docs --search TEXT'.");
  }
}
