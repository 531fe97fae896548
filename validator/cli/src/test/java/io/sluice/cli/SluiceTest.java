package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.sluice.cli.output.ExitCode;
import io.sluice.cli.output.TextTable;
import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command as a whole. */
class SluiceTest {

  @Test
  void everythingSaidIsOutBeforeTheProcessEnds() {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Sluice.run(
            new PrintWriter(new BufferedWriter(out)),
            new PrintWriter(new BufferedWriter(err)),
            "--help");
    assertThat(exit).isEqualTo(ExitCode.FINE);
    assertThat(out.toString()).contains("audit", "demo", "dlq", "init", "run", "table");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void everyCommandHasTheVersion() {
    for (String command : List.of("", "lint ", "dlq list ")) {
      StringWriter out = new StringWriter();
      Sluice.run(
          new PrintWriter(out), new PrintWriter(out), (command + "--version").split(" ", -1));
      assertThat(out.toString()).startsWith("sluice 0.");
    }
  }

  @Test
  void everyCommandCanBeCalled() {
    Set<String> reached = new TreeSet<>();
    collect(new CommandLine(new Sluice()), reached);
    Set<String> written =
        new ClassFileImporter()
            .importPackages("io.sluice.cli").stream()
                .filter(one -> one.isAnnotatedWith(Command.class))
                .map(JavaClass::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    assertThat(reached).containsAll(written);
  }

  private static void collect(CommandLine command, Set<String> into) {
    into.add(command.getCommandSpec().userObject().getClass().getName());
    command.getSubcommands().values().forEach(one -> collect(one, into));
  }

  @Test
  void lineUpNumbersToTheRight() {
    TextTable table = new TextTable("NAME", "COUNT");
    table.row("a", 1);
    table.row("longer", 12_345L);
    assertThat(table).hasToString("NAME    COUNT\na           1\nlonger  12345\n");
  }
}
