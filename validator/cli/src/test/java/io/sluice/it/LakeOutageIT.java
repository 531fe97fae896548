package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.run.EmbeddedFlink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full disk and a catalog that is down are named in the log, and nothing is lost. */
class LakeOutageIT {

  private static boolean run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  @Test
  void theDiskIsNamedOnceAndTheJobContinuesWhenThereIsRoom(@TempDir Path folder) throws Exception {
    Path small = Files.createDirectory(folder.resolve("small-disk"));
    boolean isMounted = run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", small.toString());
    if (!isMounted) {
      System.err.println("SKIPPED: LakeOutageIT, since this user may not mount a small-disk");
    }
    Assumptions.assumeTrue(isMounted);
    try (Landscape landscape = new Landscape(folder);
        LogLines log = new LogLines()) {
      landscape.withRestarts();
      landscape.topic("orders", 1);
      landscape.contract("orders", Orders.contract("orders", "orders", "shop.orders"));
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      landscape.catalog(
          Map.of(
              "type",
              "jdbc",
              "uri",
              "jdbc:sqlite:" + folder.resolve("catalog.db"),
              "warehouse",
              small.resolve("warehouse").toUri().toString(),
              "jdbc.schema-version",
              "V1"));
      try (EmbeddedFlink flink = landscape.start()) {
        landscape.send("orders", 0, Orders.order(id, "before", 1, "EUR"));
        landscape.flush();
        landscape.awaitSettled("orders");
        Path filler = small.resolve("filler");
        assertThat(run("dd", "if=/dev/zero", "of=" + filler, "bs=64k")).isFalse();
        landscape.send("orders", 0, Orders.order(id, "during", 1, "EUR"));
        landscape.flush();
        log.await("the disk that contains", "small-disk", "is full");
        Files.delete(filler);
        landscape.awaitSettled("orders");
        flink.cancel();
      }
      assertThat(landscape.rows("shop.orders")).hasSize(2);
      assertThat(landscape.audit().findings()).isEmpty();
    } finally {
      run("umount", "-l", small.toString());
    }
  }

  @Test
  void aCatalogThatIsDownStopsCommitsAndNothingElse(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder);
        LogLines log = new LogLines()) {
      Path fault = landscape.faultyCatalog();
      landscape.topic("orders", 1);
      landscape.contract("orders", Orders.contract("orders", "orders", "shop.orders"));
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      try (EmbeddedFlink flink = landscape.start()) {
        landscape.send("orders", 0, Orders.order(id, "before", 1, "EUR"));
        landscape.flush();
        landscape.awaitSettled("orders");
        Files.writeString(fault, "down");
        for (int i = 0; i < 20; i++) {
          landscape.send("orders", 0, Orders.order(id, "during" + i, i % 4 - 1, "EUR"));
          landscape.flush();
          Thread.sleep(500);
        }
        // dead letters leave all the same, and the job was not restarted
        assertThat(landscape.read("orders.dlq")).hasSize(10);
        assertThat(landscape.rows("shop.orders")).hasSize(1);
        Files.delete(fault);
        landscape.awaitSettled("orders");
        flink.cancel();
      }
      assertThat(log.lines())
          .filteredOn(line -> line.message().contains("cannot be committed to the tables"))
          .hasSize(1)
          .allSatisfy(line -> assertThat(line.message()).contains("the catalog is down"));
      assertThat(log.lines())
          .filteredOn(line -> line.message().contains("are being committed to the tables again"))
          .hasSize(1);
      assertThat(landscape.rows("shop.orders")).hasSize(11);
      assertThat(landscape.audit().findings()).isEmpty();
    }
  }
}
