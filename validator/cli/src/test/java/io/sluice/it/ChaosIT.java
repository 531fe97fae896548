package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.audit.report.AuditReport;
import io.sluice.audit.report.Finding;
import io.sluice.cli.Sluice;
import io.sluice.demo.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything happens that happens in a year, in random order, to real processes: the job and the
 * broker are killed, the registry is away, dead-letter topics are deleted and shrunk, rights are
 * taken and given back, partitions are added, while plain and transactional producers go on. In the
 * end the audit is clean, and every stall was named while it lasted. {@code -Dchaos.minutes} and
 * {@code -Dchaos.seed} repeat a run.
 */
@Tag("soak")
class ChaosIT {

  private static final Map<String, String> SECURED =
      Map.of(
          "authorizer.class.name",
          "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
          "allow.everyone.if.no.acl.found",
          "true",
          "auto.create.topics.enable",
          "true");

  private static final Duration CHECKPOINT = Duration.ofSeconds(5);

  /** Topics without dead records until their empty dead-letter topic was deleted. */
  private static final int LATE = 4;

  private final long seed = Long.getLong("chaos.seed", System.nanoTime());
  private final Duration length = Duration.ofMinutes(Integer.getInteger("chaos.minutes", 8));
  private final Random random = new Random(seed);
  private final Map<String, Integer> partitions = new ConcurrentHashMap<>();
  private final Set<String> mayDie = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> done = new HashMap<>();
  private BrokerProcess broker;
  private Landscape landscape;
  private FaultyRegistry registry;
  private Path config;
  private Path log;
  private int metricsPort;
  private volatile boolean isFeeding = true;
  private volatile Process job;
  private int schema;
  private int deleted;

  private interface Step {
    void run() throws Exception;
  }

  @Test
  void losesNothingAndNamesEveryStall(@TempDir Path folder) throws Exception {
    System.out.println("chaos: -Dchaos.seed=" + seed + ", " + length.toMinutes() + " minutes");
    broker = new BrokerProcess(folder, SECURED);
    log = folder.resolve("run.log");
    metricsPort = FreePorts.find(1).get(0);
    try (Landscape parts = new Landscape(folder, broker);
        FaultyRegistry proxy = new FaultyRegistry(parts.registryUrl())) {
      landscape = parts;
      registry = proxy;
      landscape.registryBehind(registry.url());
      set();
      Thread plain = new Thread(this::feed, "plain");
      Thread transactional = new Thread(this::feedTransactions, "transactional");
      Thread supervisor = new Thread(this::supervise, "supervisor");
      List<Thread> threads = List.of(plain, transactional, supervisor);
      StallWatch stalls =
          new StallWatch(
              broker.bootstrapServers(),
              config,
              log,
              metricsPort,
              broker::isAlive,
              this::allPartitions);
      try (stalls) {
        threads.forEach(Thread::start);
        stalls.start();
        happen();
        isFeeding = false;
        plain.join();
        transactional.join();
        for (String topic : partitions.keySet()) {
          landscape.awaitSettled(topic);
        }
      } finally {
        isFeeding = false;
        supervisor.interrupt();
        supervisor.join();
        job.destroyForcibly();
        job.onExit().join();
      }
      verify(stalls);
    }
  }

  private void set() throws Exception {
    schema = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
    topic("orders", 2);
    topic("payments", 2);
    topic("guids", 1);
    mayDie.addAll(List.of("orders", "payments", "guids"));
    for (int i = 0; i < LATE; i++) {
      topic("late" + i, 1);
    }
    config = landscape.config("");
    Files.writeString(
        config,
        Files.readString(config)
            .replace("checkpointEvery: 1s", "checkpointEvery: " + CHECKPOINT.toSeconds() + "s"));
  }

  private void topic(String name, int count) throws Exception {
    landscape.topic(name, count);
    landscape.contract(name, Orders.contract(name, name, "shop." + name));
    partitions.put(name, count);
  }

  private Set<TopicPartition> allPartitions() {
    Set<TopicPartition> all = new HashSet<>();
    partitions.forEach(
        (topic, count) -> {
          for (int i = 0; i < count; i++) {
            all.add(new TopicPartition(topic, i));
          }
        });
    return all;
  }

  private byte[] order(String topic, long number) throws IOException {
    return Orders.order(
        schema, topic + number, mayDie.contains(topic) && number % 10 == 0 ? -1 : 1, "EUR");
  }

  private void feed() {
    try {
      for (long number = 0; isFeeding; number++) {
        for (Map.Entry<String, Integer> topic : partitions.entrySet()) {
          if (!topic.getKey().equals("payments")) {
            landscape.send(
                topic.getKey(), (int) (number % topic.getValue()), order(topic.getKey(), number));
          }
        }
        Thread.sleep(20);
      }
      landscape.flush();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Commits and aborts; a producer that has failed is replaced. */
  private void feedTransactions() {
    long number = 0;
    while (isFeeding) {
      Map<String, Object> properties =
          Map.of(
              "bootstrap.servers",
              broker.bootstrapServers(),
              "transactional.id",
              "chaos",
              "transaction.timeout.ms",
              "10000",
              "max.block.ms",
              "10000");
      try (KafkaProducer<byte[], byte[]> producer =
          new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
        producer.initTransactions();
        while (isFeeding) {
          producer.beginTransaction();
          for (int i = 0; i < 20; i++, number++) {
            var unused =
                producer.send(
                    new ProducerRecord<>(
                        "payments", (int) (number % 2), null, order("payments", number)));
          }
          Thread.sleep(200);
          if (ThreadLocalRandom.current().nextInt(4) == 0) {
            producer.abortTransaction();
          } else {
            producer.commitTransaction();
          }
        }
      } catch (KafkaException e) {
        // the broker was killed; the next producer ends what this one left open
        pause(Duration.ofSeconds(1));
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts the job again whenever it has ended, as Kubernetes does. */
  private void supervise() {
    while (!Thread.currentThread().isInterrupted()) {
      try {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx900m");
        command.add("-cp");
        command.add(
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(Sluice.class.getName());
        command.addAll(
            List.of("run", "--metrics-port", "" + metricsPort, "--config", config.toString()));
        job =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        int exit = job.waitFor();
        Files.writeString(
            log,
            "chaos: the job ended with " + exit + "\n",
            java.nio.file.StandardOpenOption.APPEND);
        Thread.sleep(1_000);
      } catch (InterruptedException e) {
        return;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void happen() throws Exception {
    Map<String, Step> steps = new HashMap<>();
    steps.put("the job is killed", () -> job.destroyForcibly());
    steps.put("the broker is killed for a moment", () -> withoutBroker(2));
    steps.put("the broker is killed for half a minute", () -> withoutBroker(30));
    steps.put("the registry is away", () -> withoutRegistry(false));
    steps.put("the registry is away at a start", () -> withoutRegistry(true));
    steps.put("values look like schema GUIDs", this::sendGuids);
    steps.put("a dead-letter topic is deleted", this::deleteLetters);
    steps.put("a dead-letter topic is shrunk", () -> shrink(1_500));
    steps.put("a dead-letter topic is far too small", () -> shrink(600));
    steps.put(
        "letters may not be written",
        () -> without(AclOperation.WRITE, ResourceType.TOPIC, "orders.dlq"));
    steps.put(
        "a topic may not be read", () -> without(AclOperation.READ, ResourceType.TOPIC, "orders"));
    steps.put(
        "the group may not be written",
        () -> without(AclOperation.READ, ResourceType.GROUP, "sluice-test"));
    steps.put("a partition is added", this::addPartition);
    awaitFlow();
    long end = System.nanoTime() + length.toNanos();
    List<String> left = new ArrayList<>();
    while (System.nanoTime() < end) {
      if (left.isEmpty()) {
        left.addAll(steps.keySet());
      }
      String name = left.remove(random.nextInt(left.size()));
      System.out.println("chaos: " + name);
      steps.get(name).run();
      done.merge(name, 1, Integer::sum);
      Thread.sleep(2_000 + random.nextInt(6_000));
    }
    System.out.println("chaos: " + done);
  }

  private void awaitFlow() {
    org.awaitility.Awaitility.await()
        .atMost(Landscape.PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(() -> landscape.settled() > 100);
  }

  private void withoutBroker(int seconds) throws Exception {
    broker.kill();
    Thread.sleep(seconds * 1_000L);
    broker.start();
  }

  private void withoutRegistry(boolean isKilled) throws Exception {
    List<FaultyRegistry.Mode> modes =
        List.of(
            FaultyRegistry.Mode.REFUSED,
            FaultyRegistry.Mode.STATUS_503,
            FaultyRegistry.Mode.HTML_404);
    registry.become(modes.get(random.nextInt(modes.size())));
    // another schema, which nobody has seen before
    int id =
        landscape.register(
            "unseen" + random.nextInt(1_000_000) + "-value",
            "AVRO",
            Orders.SCHEMA
                .toString()
                .replace("\"id\"", "\"id\",\"doc\":\"" + random.nextLong() + "\""));
    landscape.send("guids", 0, Orders.order(id, "unseen", 1, "EUR"));
    if (isKilled) {
      job.destroyForcibly();
    }
    Thread.sleep(20_000);
    registry.become(FaultyRegistry.Mode.WORKING);
  }

  private void sendGuids() {
    for (int i = 0; i < 20; i++) {
      byte[] value = new byte[40];
      random.nextBytes(value);
      value[0] = 1;
      landscape.send("guids", 0, value);
    }
  }

  private void deleteLetters() throws Exception {
    if (deleted == LATE) {
      return;
    }
    String topic = "late" + deleted++;
    try (Admin admin = landscape.admin()) {
      admin.deleteTopics(List.of(topic + ".dlq")).all().get();
    }
    mayDie.add(topic);
    Thread.sleep(12_000);
  }

  private void shrink(int bytes) throws Exception {
    limit(bytes);
    Thread.sleep(25_000);
    limit(2_097_164);
  }

  private void limit(int bytes) throws Exception {
    try (Admin admin = landscape.admin()) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, "payments.dlq"),
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry("max.message.bytes", Integer.toString(bytes)),
                          AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }
  }

  private void without(AclOperation operation, ResourceType type, String name) throws Exception {
    ResourcePattern resource = new ResourcePattern(type, name, PatternType.LITERAL);
    // Kafka's own tests take User:ANONYMOUS; producers of the test need their right to write
    List<AclBinding> acls =
        List.of(
            new AclBinding(
                resource, new AccessControlEntry("User:*", "*", operation, AclPermissionType.DENY)),
            new AclBinding(
                resource,
                new AccessControlEntry("User:*", "*", AclOperation.ALL, AclPermissionType.ALLOW)));
    try (Admin admin = landscape.admin()) {
      admin.createAcls(acls).all().get();
      Thread.sleep(25_000);
      admin.deleteAcls(acls.stream().map(AclBinding::toFilter).toList()).all().get();
    }
  }

  private void addPartition() throws Exception {
    int count = partitions.getOrDefault("orders", 2) + 1;
    if (count > 6) {
      return;
    }
    try (Admin admin = landscape.admin()) {
      admin.createPartitions(Map.of("orders", NewPartitions.increaseTo(count))).all().get();
    }
    partitions.put("orders", count);
  }

  private void verify(StallWatch watch) throws Exception {
    List<StallWatch.Stall> stalls = watch.longerThan(CHECKPOINT.multipliedBy(3));
    stalls.forEach(stall -> System.out.println("chaos: stall of " + stall));
    AuditReport report = landscape.audit();
    System.out.println("chaos: " + report.topics());
    assertThat(Files.readString(log)).doesNotContain("the job ended with 2", "ended with 5");
    assertThat(report.findings()).isEmpty();
    assertThat(stalls).as("stalls that somebody must have named").isNotEmpty();
    List<StallWatch.Stall> unnamed = stalls.stream().filter(stall -> !stall.isNamed()).toList();
    assertThat(unnamed)
        .as(
            "stalls that nobody named, seed %d, with %s",
            seed, unnamed.stream().map(watch::around).findFirst())
        .isEmpty();
    plantLoss();
    assertThat(landscape.audit().findings())
        .extracting(Finding::kind)
        .contains(Finding.Kind.MISSING);
  }

  /** Takes one data file out of a table. */
  private void plantLoss() throws IOException {
    Table table = landscape.table("shop.payments");
    DataFile file;
    try (CloseableIterable<FileScanTask> files = table.newScan().planFiles()) {
      file = files.iterator().next().file();
    }
    table.newDelete().deleteFile(file).commit();
  }
}
