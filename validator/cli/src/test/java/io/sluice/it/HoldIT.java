package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.output.ExitCode;
import io.sluice.cli.run.EmbeddedFlink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds by order: of a person, and of a circuit breaker. */
class HoldIT extends CommandRuns {

  private static int rows(Landscape landscape, String table) throws Exception {
    return landscape.rows(table).size();
  }

  @Test
  void aPersonHoldsOneContractAndReleasesIt(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      for (String name : List.of("orders", "bills")) {
        landscape.topic(name, 2);
        landscape.contract(name, Orders.plainContract(name, name, "shop." + name));
      }
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      assertThat(run(landscape, "hold", "list")).isEqualTo(ExitCode.FINE);
      assertThat(err).contains("nothing is held");
      assertThat(run(landscape, "hold", "set", "--contract", "order", "--reason", "x"))
          .isEqualTo(ExitCode.SET_UP);
      assertThat(err).contains("did you mean 'orders'?");
      assertThat(run(landscape, "hold", "set", "--contract", "orders", "--reason", "a deploy"))
          .isEqualTo(ExitCode.FINE);
      for (int i = 0; i < 100; i++) {
        landscape.send("orders", i % 2, Orders.order(id, "o" + i, 1, "EUR"));
        landscape.send("bills", i % 2, Orders.order(id, "b" + i, 1, "EUR"));
      }
      landscape.flush();
      try (EmbeddedFlink flink = landscape.start()) {
        landscape.awaitSettled("bills");
        Thread.sleep(3_000);
        assertThat(landscape.rows("shop.bills")).hasSize(100);
        assertThat(landscape.settled()).isEqualTo(100);
        assertThat(run(landscape, "hold", "list")).isEqualTo(ExitCode.FINE);
        assertThat(out).contains("orders", "a deploy");
        assertThat(run(landscape, "hold", "skip", "orders", "0", "0", "--reason", "x"))
            .isEqualTo(ExitCode.SET_UP);
        assertThat(err).contains("orders/0 is held by an order");
        assertThat(run(landscape, "hold", "release", "--contract", "orders"))
            .isEqualTo(ExitCode.FINE);
        assertThat(err).contains("orders is released").doesNotContain("no job responded");
        landscape.awaitSettled("orders");
        assertThat(
                run(landscape, "hold", "set", "--contract", "orders", "--reason", "another deploy"))
            .isEqualTo(ExitCode.FINE);
        assertThat(err).contains("orders is held").doesNotContain("no job responded");
        flink.cancel();
      }
      assertThat(rows(landscape, "shop.orders")).isEqualTo(100);
      assertThat(landscape.audit().findings()).isEmpty();
    }
  }

  @Test
  void anOperatorSkipsTheRecordThatHoldsAndNoOther(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      landscape.topic("orders", 1);
      landscape.topic("orders.dlq", 1);
      landscape.contract(
          "orders",
          Orders.contract("orders", "orders", "shop.orders")
              .replace("gt: 0", "gt: 0\n    onFailure: halt"));
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      for (double amount : new double[] {1, -1, 1, -1, 1}) {
        landscape.send("orders", 0, Orders.order(id, "o", amount, "EUR"));
      }
      landscape.flush();
      assertThat(run(landscape, "hold", "skip", "orders", "0", "1", "--reason", "x"))
          .isEqualTo(ExitCode.SET_UP);
      assertThat(err).contains("no running job of pipeline 'test'");
      try (EmbeddedFlink flink = landscape.start()) {
        awaitHeld(landscape);
        assertThat(out).contains("orders/0", "halt", "amount.gt");
        for (String wrong : List.of("0", "2", "3")) {
          assertThat(run(landscape, "hold", "skip", "orders", "0", wrong, "--reason", "x"))
              .isEqualTo(ExitCode.SET_UP);
          assertThat(err).contains("orders/0 is held at offset 1, not at " + wrong);
        }
        assertThat(run(landscape, "hold", "skip", "bills", "0", "1", "--reason", "x"))
            .isEqualTo(ExitCode.SET_UP);
        assertThat(run(landscape, "hold", "skip", "orders", "0", "1", "--reason", "a test order"))
            .isEqualTo(ExitCode.FINE);
        assertThat(err).contains("is skipped");
        Awaitility.await().atMost(Landscape.PATIENCE).until(() -> landscape.settled() == 3);
        flink.cancel();
      }
      // a job that starts without state reads the record again, and skips it again
      landscape.rewrite("orders", Orders.contract("orders", "orders", "shop.orders"));
      try (EmbeddedFlink flink = landscape.start()) {
        landscape.awaitSettled("orders");
        flink.cancel();
      }
      assertThat(rows(landscape, "shop.orders")).isEqualTo(3);
      assertThat(landscape.read("orders.dlq"))
          .extracting(
              letter ->
                  Payloads.header(letter, "sluice.offset")
                      + " "
                      + Payloads.header(letter, "sluice.code"))
          .as("each once, or copies of the same")
          .containsOnly("1 skipped_by_operator", "3 gt");
      assertThat(run(landscape, "replay", "history")).isEqualTo(ExitCode.FINE);
      assertThat(out).contains("skip", "orders/0/1", "a test order");
      assertThat(landscape.audit().findings()).isEmpty();
    }
  }

  @Test
  void anOrderThatTheJobMayNotReadIsNotSaidToBeFollowed(@TempDir Path folder) throws Exception {
    try (Landscape landscape =
        new Landscape(
            folder,
            Map.of(
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "allow.everyone.if.no.acl.found",
                "true"))) {
      landscape.topic("orders", 1);
      landscape.topic("orders.dlq", 1);
      landscape.contract("orders", Orders.contract("orders", "orders", "shop.orders"));
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      landscape.send("orders", 0, Orders.order(id, "a", 1, "EUR"));
      landscape.flush();
      try (LogLines log = new LogLines();
          EmbeddedFlink flink = landscape.start()) {
        landscape.awaitSettled("orders");
        Awaitility.await()
            .atMost(Landscape.PATIENCE)
            .until(
                () -> {
                  assertThat(run(landscape, "hold", "list")).isEqualTo(ExitCode.FINE);
                  return !err.contains("no job has reported");
                });
        assertThat(run(landscape, "hold", "set", "--contract", "orders", "--reason", "x"))
            .isEqualTo(ExitCode.FINE);
        assertThat(err).contains("orders is held").doesNotContain("no job responded");
        assertThat(run(landscape, "hold", "release", "--contract", "orders"))
            .isEqualTo(ExitCode.FINE);
        try (Admin admin = landscape.admin()) {
          admin
              .createAcls(
                  List.of(
                      new AclBinding(
                          new ResourcePattern(
                              ResourceType.TOPIC, "__sluice_holds", PatternType.LITERAL),
                          new AccessControlEntry(
                              "User:*", "*", AclOperation.READ, AclPermissionType.DENY)),
                      new AclBinding(
                          new ResourcePattern(
                              ResourceType.TOPIC, "__sluice_holds", PatternType.LITERAL),
                          new AccessControlEntry(
                              "User:*", "*", AclOperation.WRITE, AclPermissionType.ALLOW))))
              .all()
              .get();
        }
        Thread.sleep(1_000);
        assertThat(run(landscape, "hold", "set", "--contract", "orders", "--reason", "x"))
            .isEqualTo(ExitCode.FINE);
        assertThat(err).contains("but no job responded").doesNotContain("orders is held");
        assertThat(log.lines())
            .filteredOn(line -> line.message().contains("cannot read hold orders"))
            .as("once")
            .singleElement()
            .satisfies(line -> assertThat(line.message()).contains("__sluice_holds", "Grant Read"));
        flink.cancel();
      }
    }
  }

  @Test
  void aBreakerHoldsBeforeAWholeTopicIsDeadAndARestartRemembers(@TempDir Path folder)
      throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      landscape.topic("orders", 2);
      landscape.topic("orders.dlq", 1);
      landscape.contract(
          "orders",
          Orders.contract("orders", "orders", "shop.orders")
              + "breaker: { consecutive: 20, action: hold }\n");
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      for (int i = 0; i < 100; i++) {
        landscape.send("orders", 0, Orders.order(id, "good" + i, 1, "EUR"));
      }
      for (int i = 0; i < 2_000; i++) {
        landscape.send("orders", 0, Orders.order(id, "bad" + i, -1, "EUR"));
      }
      landscape.flush();
      try (EmbeddedFlink flink = landscape.start()) {
        awaitHeld(landscape);
        assertThat(out).contains("breaker", "20 consecutive records died in orders/0");
        Awaitility.await().atMost(Landscape.PATIENCE).until(() -> landscape.settled() == 120);
        flink.cancel();
      }
      assertThat(landscape.read("orders.dlq")).hasSize(20);
      // other partitions of the contract wait too, after a restart without state as well
      landscape.send("orders", 1, Orders.order(id, "elsewhere", 1, "EUR"));
      landscape.flush();
      try (EmbeddedFlink flink = landscape.start()) {
        Thread.sleep(6_000);
        assertThat(landscape.settled()).isEqualTo(120);
        // the rule was wrong; it is fixed, and the job runs with it
        flink.cancel();
      }
      landscape.rewrite(
          "orders", Orders.contract("orders", "orders", "shop.orders").replace("gt: 0", "gt: -5"));
      try (EmbeddedFlink flink = landscape.start()) {
        assertThat(run(landscape, "hold", "release", "--contract", "orders"))
            .as(err)
            .isEqualTo(ExitCode.FINE);
        landscape.awaitSettled("orders");
        flink.cancel();
      }
      assertThat(rows(landscape, "shop.orders")).isEqualTo(100 + 1 + 1_980);
      assertThat(landscape.audit().findings()).isEmpty();
    }
  }

  @Test
  void aBreakerCountsOverAllPartitions(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      landscape.topic("orders", 4);
      landscape.topic("orders.dlq", 1);
      landscape.contract(
          "orders",
          Orders.contract("orders", "orders", "shop.orders")
              + "breaker: { deadShare: 0.3, least: 200, window: 10s, action: hold }\n");
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      try (EmbeddedFlink flink = landscape.start()) {
        for (int i = 0; i < 4_000; i++) {
          double amount = i % 2 == 0 ? 1 : -1;
          landscape.send("orders", (i / 2) % 4, Orders.order(id, "o" + i, amount, "EUR"));
          if (i % 100 == 0) {
            landscape.flush();
            Thread.sleep(100);
          }
        }
        landscape.flush();
        awaitHeld(landscape);
        assertThat(out).contains("records in the last 10s died");
        flink.cancel();
      }
      assertThat(landscape.read("orders.dlq").size()).isLessThan(2_000);
      assertThat(landscape.audit().findings()).isEmpty();
    }
  }

  private void awaitHeld(Landscape landscape) {
    Awaitility.await()
        .atMost(Landscape.PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              assertThat(run(landscape, "hold", "list")).isEqualTo(ExitCode.FINE);
              return out.contains("orders");
            });
  }
}
