package io.sluice.job.lake.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Contract;
import io.sluice.row.Row;
import io.sluice.row.RowLayout;
import io.sluice.type.Field;
import io.sluice.type.RecordType;
import io.sluice.type.Scalar;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.hadoop.HadoopTables;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The number of open files is bounded, over all partitions. */
class OpenFilesTest {

  private static final RowLayout LAYOUT =
      new RowLayout(
          "a",
          new Contract.Table(
              "shop.a",
              List.of(),
              Contract.Evolution.ADD,
              Contract.Distribution.NONE,
              List.of(),
              Map.of(),
              false),
          new RecordType("", null, List.of(new Field("country", Scalar.STRING, true, null))));

  private static TableWriter writer(Path folder, OpenFiles open) {
    Schema schema = new Schema(Types.NestedField.optional(1, "country", Types.StringType.get()));
    PartitionSpec spec = PartitionSpec.builderFor(schema).identity("country").build();
    Table table =
        new HadoopTables(new Configuration())
            .create(schema, spec, folder.resolve("table").toUri().toString());
    return new TableWriter(table, open, 0, 0);
  }

  private static Row row(int country) {
    return new Row(LAYOUT, new Object[] {"c" + country});
  }

  @Test
  void theLeastRecentlyUsedIsClosedFirst(@TempDir Path folder) throws Exception {
    OpenFiles open = new OpenFiles(3);
    TableWriter writer = writer(folder, open);
    for (int country : new int[] {1, 2, 3, 1}) {
      writer.write(row(country));
    }
    assertThat(writer.takeClosed()).isEmpty();
    writer.write(row(4));
    assertThat(writer.takeClosed()).singleElement().asString().contains("country=c2");
    for (int country = 5; country < 14; country++) {
      writer.write(row(country));
    }
    assertThat(writer.takeClosed()).hasSize(9);
    open.closeAll();
    assertThat(writer.takeClosed()).hasSize(3);
  }
}
