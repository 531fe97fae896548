package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.run.EmbeddedFlink;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which subtask writes a row. */
class DistributionIT {

  private static final List<String> CURRENCIES = List.of("EUR", "USD", "GBP", "CHF");

  /** A table's name may begin with a digit, which Avro's names may not. */
  private static final Map<String, String> NAMES =
      Map.of("none", "by_none", "hash", "2024_by_hash");

  @Test
  void byHashOnePartitionHasOneWriter(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      for (String distribution : List.of("none", "hash")) {
        landscape.topic(distribution, 2);
        landscape.contract(
            distribution,
            Orders.plainContract(distribution, distribution, "shop." + NAMES.get(distribution))
                + "  partitionBy: [currency]\n  distribution: "
                + distribution
                + "\n");
        int id = landscape.register(distribution + "-value", "AVRO", Orders.SCHEMA.toString());
        for (int i = 0; i < 800; i++) {
          landscape.send(
              distribution, i % 2, Orders.order(id, "o" + i, i, CURRENCIES.get(i / 2 % 4)));
        }
      }
      landscape.flush();
      try (EmbeddedFlink job = landscape.start()) {
        landscape.awaitSettled("none");
        landscape.awaitSettled("hash");
        job.cancel();
      }
      assertThat(mostFilesOfOnePartition(landscape.table("shop.by_none"))).isEqualTo(2);
      assertThat(mostFilesOfOnePartition(landscape.table("shop.2024_by_hash"))).isEqualTo(1);
      assertThat(landscape.rows("shop.2024_by_hash")).hasSize(800);
      assertThat(landscape.audit().findings()).isEmpty();
    }
  }

  /** In one commit. */
  private static int mostFilesOfOnePartition(Table table) throws IOException {
    Map<String, Integer> files = new TreeMap<>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      tasks.forEach(
          task ->
              files.merge(
                  task.file().fileSequenceNumber() + " " + task.file().partition(),
                  1,
                  Integer::sum));
    }
    return Collections.max(files.values());
  }
}
