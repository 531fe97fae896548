package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

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
  void lineUpNumbersToTheRight() {
    TextTable table = new TextTable("NAME", "COUNT");
    table.row("a", 1);
    table.row("longer", 12_345L);
    assertThat(table).hasToString("NAME    COUNT\na           1\nlonger  12345\n");
  }
}
