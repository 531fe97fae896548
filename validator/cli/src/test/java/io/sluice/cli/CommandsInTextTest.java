package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.docs.Pages;
import io.sluice.docs.SourceTexts;
import io.sluice.docs.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Commands in documentation and messages exist, and so do their options. */
class CommandsInTextTest {

  /** A command in a page's code, or quoted in a message. */
  private static final Pattern COMMAND =
      Pattern.compile("(?m)(?:^ *(?:\\$ )?|[`'(])(?:\\./)?sluice ((?:[^`'\\n\\\\]|\\\\\\n)+)");

  private static final Pattern WORD = Pattern.compile("[a-z][a-z-]*");
  private static final Pattern OPTION = Pattern.compile("--?[a-z][a-z-]*");

  @Test
  void ofPages() throws IOException {
    List<String> faults = new ArrayList<>();
    for (Path page : Pages.all()) {
      faults.addAll(faults(page.getFileName().toString(), Files.readString(page)));
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void ofMessages() throws IOException {
    List<String> faults = new ArrayList<>();
    for (Text text : SourceTexts.ofAllModules()) {
      faults.addAll(faults(text.where(), text.words()));
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void findsWhatDoesNotExist() {
    assertThat(faults("page", "Run `sluice lnt rules`, then `sluice lint --outptu json`."))
        .containsExactly("page: no command lnt", "page: sluice lint has no option --outptu");
    assertThat(faults("page", "Run `sluice dlq list orders.dlq --code gt`.")).isEmpty();
  }

  private static List<String> faults(String where, String text) {
    List<String> faults = new ArrayList<>();
    Matcher command = COMMAND.matcher(text);
    while (command.find()) {
      String fault = fault(command.group(1));
      if (fault != null) {
        faults.add(where + ": " + fault);
      }
    }
    return faults;
  }

  private static @Nullable String fault(String arguments) {
    CommandLine command = new CommandLine(new Sluice());
    for (String argument : arguments.strip().split("[\\s\\\\]+")) {
      String name = argument.replaceFirst("[=,.;:)].*", "");
      CommandLine below = command.getSubcommands().get(name);
      if (name.matches("[|>&#].*")) {
        return null;
      } else if (below != null) {
        command = below;
      } else if (OPTION.matcher(name).matches()) {
        if (command.getCommandSpec().findOption(name) == null) {
          return command.getCommandSpec().qualifiedName() + " has no option " + name;
        }
      } else if (!command.getSubcommands().isEmpty() && WORD.matcher(name).matches()) {
        return "no command " + name;
      }
    }
    return null;
  }
}
