package io.sluice.cli.run;

import io.sluice.cli.input.ConfigOption;
import io.sluice.cli.output.ExitCode;
import io.sluice.cli.output.TextTable;
import io.sluice.contract.Contract;
import io.sluice.failure.SetUpException;
import io.sluice.failure.Suggestion;
import io.sluice.job.lake.table.Lake;
import io.sluice.pipeline.Setup;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.types.Types;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows rows of a table, for a first look without a query engine. */
@Command(
    name = "table",
    description = "Show the columns and some rows of a table.",
    mixinStandardHelpOptions = true)
public final class TableCommand implements Callable<Integer> {

  @Mixin private ConfigOption config;

  @Parameters(paramLabel = "NAME", description = "Namespace and table, such as shop.orders.")
  private String name;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "10",
      description = "Maximum number of rows to show (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  TableCommand() {}

  @Override
  public Integer call() throws Exception {
    Setup setup = config.setup("the table catalog");
    PrintWriter out = spec.commandLine().getOut();
    try (Lake lake = new Lake(setup.config().lake().catalog())) {
      Table table = lake.find(name).orElseThrow(() -> missing(setup));
      String snapshotRows =
          table.currentSnapshot() == null
              ? "0"
              : table.currentSnapshot().summary().getOrDefault("total-records", "?");
      out.printf(Locale.ROOT, "%s: %s rows%n%n", name, snapshotRows);
      TextTable columns = new TextTable("COLUMN", "TYPE", "DOC");
      for (Types.NestedField column : table.schema().columns()) {
        columns.row(column.name(), shorten(column.type().toString(), 60), doc(column));
      }
      out.println(columns);
      printRows(table, out);
    }
    return ExitCode.FINE;
  }

  private static String doc(Types.NestedField column) {
    return column.doc() == null ? "" : shorten(column.doc(), 60);
  }

  private SetUpException missing(Setup setup) {
    List<String> writers =
        setup.contracts().stream()
            .filter(contract -> contract.table().name().equals(name))
            .map(Contract::name)
            .toList();
    if (!writers.isEmpty()) {
      return new SetUpException(
          "table "
              + name
              + " does not exist yet: Sluice creates it with the first row from contract '"
              + String.join("' or '", writers)
              + "' and has not written any rows yet. To see rejected records, run"
              + " 'sluice dlq list'.");
    }
    List<String> known = setup.contracts().stream().map(c -> c.table().name()).distinct().toList();
    return new SetUpException(
        "table '"
            + name
            + "' does not exist, and no contract writes to it"
            + Suggestion.among(name, known));
  }

  private void printRows(Table table, PrintWriter out) throws java.io.IOException {
    int row = 0;
    try (CloseableIterable<Record> rows = IcebergGenerics.read(table).build()) {
      for (Record record : rows) {
        if (row++ == limit) {
          break;
        }
        out.println("-- row " + row);
        for (Types.NestedField column : table.schema().columns()) {
          Object value = record.getField(column.name());
          if (value != null) {
            out.println("  " + column.name() + ": " + shorten(value.toString(), 100));
          }
        }
      }
    }
  }

  private static String shorten(String text, int most) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= most ? line : line.substring(0, most - 3) + "...";
  }
}
