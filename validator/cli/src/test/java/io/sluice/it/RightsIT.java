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

/** A missing right is named with its resource, and stops nothing that it does not concern. */
class RightsIT extends CommandRuns {

  static final String AUTHORIZER = "org.apache.kafka.metadata.authorizer.StandardAuthorizer";

  private static final Map<String, String> SECURED =
      Map.of("authorizer.class.name", AUTHORIZER, "allow.everyone.if.no.acl.found", "true");

  /** What denies one operation on a resource and allows all others. */
  private static List<AclBinding> without(AclOperation operation, ResourceType type, String name) {
    ResourcePattern resource = new ResourcePattern(type, name, PatternType.LITERAL);
    return List.of(
        new AclBinding(
            resource, new AccessControlEntry("User:*", "*", operation, AclPermissionType.DENY)),
        new AclBinding(
            resource,
            new AccessControlEntry("User:*", "*", AclOperation.ALL, AclPermissionType.ALLOW)));
  }

  private static void allow(Admin admin, List<AclBinding> denied) throws Exception {
    admin.deleteAcls(denied.stream().map(AclBinding::toFilter).toList()).all().get();
  }

  private static int twoTopics(Landscape landscape) throws Exception {
    for (String topic : List.of("orders", "bills")) {
      landscape.topic(topic, 2);
      landscape.contract(topic, Orders.contract(topic, topic, "shop." + topic));
    }
    return landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
  }

  @Test
  void aDryRunNamesTheRightAndTheResource(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder, SECURED);
        Admin admin = landscape.admin()) {
      twoTopics(landscape);
      assertThat(run(landscape, "run", "--dry-run")).as(err).isEqualTo(ExitCode.FINE);
      assertRefused(
          landscape,
          admin,
          without(AclOperation.DESCRIBE, ResourceType.TOPIC, "orders.replay"),
          "no permission to view topic orders.replay. Grant Describe and Read on it");
      assertRefused(
          landscape,
          admin,
          without(AclOperation.READ, ResourceType.TOPIC, "orders"),
          "no permission to read topic orders. Grant Read on it");
      assertRefused(
          landscape,
          admin,
          without(AclOperation.DESCRIBE, ResourceType.TOPIC, "orders"),
          "no permission to view topic orders. Grant Describe and Read on it");
      assertRefused(
          landscape,
          admin,
          without(AclOperation.READ, ResourceType.GROUP, "sluice-test"),
          "no permission to store settled offsets in consumer group sluice-test");
      // only the limit of a source is not known then, and letters that are too large are split
      List<AclBinding> noSettings =
          without(AclOperation.DESCRIBE_CONFIGS, ResourceType.TOPIC, "orders");
      admin.createAcls(noSettings).all().get();
      assertThat(run(landscape, "run", "--dry-run")).as(err).isEqualTo(ExitCode.FINE);
    }
  }

  private void assertRefused(
      Landscape landscape, Admin admin, List<AclBinding> denied, String message) throws Exception {
    admin.createAcls(denied).all().get();
    assertThat(run(landscape, "run", "--dry-run")).as(err).isEqualTo(ExitCode.SET_UP);
    assertThat(err).contains(message).doesNotContain("dead-letter topics cannot");
    allow(admin, denied);
  }

  @Test
  void aRightThatIsLostStopsOnlyWhatItConcerns(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder, SECURED);
        LogLines log = new LogLines();
        Admin admin = landscape.admin()) {
      int id = twoTopics(landscape);
      landscape.withRestarts();
      List<AclBinding> noRead = without(AclOperation.READ, ResourceType.TOPIC, "orders");
      List<AclBinding> noStarts =
          without(AclOperation.WRITE, ResourceType.TOPIC, "__sluice_starts");
      List<AclBinding> noGroup = without(AclOperation.READ, ResourceType.GROUP, "sluice-test");
      try (EmbeddedFlink flink = landscape.start()) {
        send(landscape, id, 0);
        landscape.awaitSettled("orders");
        admin.createAcls(noRead).all().get();
        send(landscape, id, 20);
        landscape.awaitSettled("bills");
        Awaitility.await()
            .atMost(Landscape.PATIENCE)
            .pollInterval(Duration.ofMillis(500))
            .until(
                () -> {
                  assertThat(run(landscape, "hold", "list")).isEqualTo(ExitCode.FINE);
                  return out.contains("no permission to read topic orders");
                });
        assertThat(out).contains("orders/0", "orders/1").doesNotContain("bills/");
        send(landscape, id, 40);
        landscape.awaitSettled("bills");
        Awaitility.await()
            .atMost(Landscape.PATIENCE)
            .until(() -> lines(log, "to read topic orders. Grant Read on it. Its") == 1);
        allow(admin, noRead);
        landscape.awaitSettled("orders");
        assertThat(lines(log, "to read topic orders. Grant Read on it. Its partitions"))
            .isEqualTo(1);
        assertThat(lines(log, "topic orders is readable again")).isEqualTo(1);

        // a right that is lost on a topic may have kept offsets from being stored too
        long before = lines(log, "the settled offsets are being stored in group sluice-test again");
        admin.createAcls(noGroup).all().get();
        send(landscape, id, 60);
        Awaitility.await()
            .atMost(Landscape.PATIENCE)
            .until(() -> landscape.rows("shop.orders").size() == 60);
        Awaitility.await()
            .atMost(Landscape.PATIENCE)
            .until(() -> lines(log, "Group authorization failed") == 1);
        allow(admin, noGroup);
        landscape.awaitSettled("orders");
        assertThat(lines(log, "the settled offsets are being stored in group sluice-test again"))
            .isEqualTo(before + 1);

        // a job waits for the right to write what it knows of starts
        admin.createAcls(noStarts).all().get();
        for (int i = 80; i < 100; i++) {
          landscape.send("orders", 0, Orders.order(id, "orders" + i, 1, "EUR"));
        }
        landscape.flush();
        Awaitility.await()
            .atMost(Landscape.PATIENCE)
            .until(() -> landscape.rows("shop.orders").size() == 80);
        for (int i = 80; i < 100; i++) {
          // a table that gets no row keeps its settled offset there
          landscape.send("bills", 0, Orders.order(id, "bills" + i, -1, "EUR"));
        }
        landscape.flush();
        Awaitility.await()
            .atMost(Landscape.PATIENCE)
            .until(() -> lines(log, "cannot write to topic __sluice_starts") == 1);
        assertThat(run(landscape, "run", "--dry-run")).as(err).isEqualTo(ExitCode.SET_UP);
        assertThat(err)
            .contains("no Write permission on topic __sluice_starts. Grant Write on it.");
        flink.cancel();
      }
      try (EmbeddedFlink flink = landscape.start(landscape.latestCheckpoint())) {
        landscape.send("orders", 0, Orders.order(id, "resumed", 1, "EUR"));
        landscape.flush();
        Awaitility.await()
            .atMost(Landscape.PATIENCE)
            .until(() -> landscape.rows("shop.orders").size() == 81);
        allow(admin, noStarts);
        landscape.awaitSettled("orders");
        landscape.awaitSettled("bills");
        flink.cancel();
      }
      assertThat(landscape.audit().findings()).isEmpty();
      // what this user has no right to see is not taken for missing
      admin
          .createAcls(without(AclOperation.DESCRIBE, ResourceType.TOPIC, "orders.dlq"))
          .all()
          .get();
      assertThat(run(landscape, "dlq", "list", "orders.dlq")).isEqualTo(ExitCode.SET_UP);
      assertThat(err).contains("no permission to read topic orders.dlq");
      assertThat(run(landscape, "audit", "verify")).isEqualTo(ExitCode.FINDINGS);
      assertThat(out)
          .contains("not verified: no-right")
          .contains("permission to read orders.dlq")
          .doesNotContain("MISSING");
    }
  }

  private static void send(Landscape landscape, int id, int from) throws Exception {
    for (int i = from; i < from + 20; i++) {
      for (String topic : List.of("orders", "bills")) {
        landscape.send(topic, i % 2, Orders.order(id, topic + i, i % 4 == 0 ? -1 : 1, "EUR"));
      }
    }
    landscape.flush();
  }

  private static long lines(LogLines log, String text) {
    return log.lines().stream().filter(line -> line.message().contains(text)).count();
  }
}
