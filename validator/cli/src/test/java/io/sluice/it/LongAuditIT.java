package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Sluice;
import io.sluice.cli.run.EmbeddedFlink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit of a topic that is far larger than its memory. */
@Tag("full")
class LongAuditIT {

  private static final int PARTITIONS = 4;

  private final int records = 10 * Integer.getInteger("soak.records");

  @Test
  void fitsIntoASmallHeap(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      landscape.topic("orders", PARTITIONS);
      landscape.topic("orders.dlq", 1);
      landscape.contract("orders", Orders.contract("orders", "orders", "shop.orders"));
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      for (int i = 0; i < records; i++) {
        landscape.send("orders", i % PARTITIONS, Orders.order(id, i));
      }
      landscape.flush();
      try (EmbeddedFlink flink = landscape.start()) {
        Awaitility.await()
            .atMost(Duration.ofMinutes(30))
            .pollInterval(Duration.ofSeconds(1))
            .until(() -> landscape.settled() >= records);
        flink.cancel();
      }
      audit(landscape, List.of());
      audit(landscape, List.of("--values"));
    }
  }

  private void audit(Landscape landscape, List<String> more) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(Sluice.class.getName());
    command.addAll(List.of("audit", "verify", "--config"));
    command.add(landscape.config("").toString());
    command.addAll(more);
    long begin = System.nanoTime();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("conservation holds").contains(Integer.toString(records));
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf(
        "audit %s of %,d records in 512 MB: %,.0f records/s%n", more, records, records / seconds);
  }
}
