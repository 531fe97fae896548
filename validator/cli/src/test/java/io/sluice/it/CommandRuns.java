package io.sluice.it;

import io.sluice.cli.Sluice;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** For tests that run commands on a landscape: keeps what the last one printed. */
abstract class CommandRuns {

  String out = "";
  String err = "";

  /** Runs a command with the landscape's configuration; gives its exit code. */
  int run(Landscape landscape, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", landscape.config("").toString()));
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    int exit =
        Sluice.run(new PrintWriter(outText), new PrintWriter(errText), all.toArray(new String[0]));
    out = outText.toString();
    err = errText.toString();
    return exit;
  }
}
