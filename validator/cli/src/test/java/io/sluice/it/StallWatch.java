package io.sluice.it;

import io.sluice.cli.Sluice;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks every second whether the settled offsets of partitions with lag move, and where they do
 * not, who says so: the log, the metrics, {@code sluice hold list}. The command takes seconds, more
 * with a broker that is away, so it has a thread of its own: a short gap of the job or of its
 * metrics would fall between two looks otherwise.
 */
final class StallWatch implements AutoCloseable {

  /** A partition that did not move although there was more to read. */
  static final class Stall {
    final TopicPartition partition;
    final long since;
    long until;

    /** The job's process was gone for a while, which its metrics show by being gone. */
    volatile boolean isOfDeadJob;

    /** The broker was gone for a while, so that no command can say what is held. */
    volatile boolean isOfDeadBroker;

    volatile boolean isInLog;
    volatile boolean isInMetrics;

    /** Held for so long that the command must name it. */
    volatile boolean isHeld;

    /** When the hold began, in milliseconds of the clock; 0 where there is none. */
    long heldSince;

    volatile boolean isInHoldList;

    /** Restarts and failed checkpoints of the job when the stall began. */
    final double troubles;

    private Stall(TopicPartition partition, long since, double troubles) {
      this.partition = partition;
      this.since = since;
      this.troubles = troubles;
    }

    Duration length() {
      return Duration.ofMillis(until - since);
    }

    /** Whether all who could name it did. */
    boolean isNamed() {
      return isOfDeadJob || (isInLog && isInMetrics && (isOfDeadBroker || !isHeld || isInHoldList));
    }

    @Override
    public String toString() {
      return partition
          + " for "
          + length().toSeconds()
          + " s, job dead "
          + isOfDeadJob
          + ", broker dead "
          + isOfDeadBroker
          + ", log "
          + isInLog
          + ", metrics "
          + isInMetrics
          + ", held "
          + isHeld
          + ", hold list "
          + isInHoldList;
    }
  }

  private static final Duration SOON = Duration.ofSeconds(10);

  private final Path config;
  private final Path log;
  private final int metricsPort;
  private final BooleanSupplier isKafkaUp;
  private final Supplier<Set<TopicPartition>> partitions;
  private final Admin admin;
  private final Thread thread = new Thread(this::run, "stall-watch");
  private final Thread commands = new Thread(this::runCommands, "stall-watch-commands");
  private final Map<TopicPartition, Long> settled = new HashMap<>();
  private final Map<TopicPartition, Stall> open = new HashMap<>();
  private final List<Stall> over = new ArrayList<>();
  private volatile boolean isClosed;
  private double troubles;

  StallWatch(
      String bootstrapServers,
      Path config,
      Path log,
      int metricsPort,
      BooleanSupplier isKafkaUp,
      Supplier<Set<TopicPartition>> partitions) {
    this.admin =
        Admin.create(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "request.timeout.ms",
                "2000",
                "default.api.timeout.ms",
                "3000"));
    this.config = config;
    this.log = log;
    this.metricsPort = metricsPort;
    this.isKafkaUp = isKafkaUp;
    this.partitions = partitions;
  }

  void start() {
    thread.start();
    commands.start();
  }

  /** All stalls that are over and lasted longer. */
  synchronized List<Stall> longerThan(Duration least) {
    return over.stream().filter(stall -> stall.length().compareTo(least) > 0).toList();
  }

  private void run() {
    while (!isClosed) {
      try {
        look();
        Thread.sleep(1_000);
      } catch (InterruptedException e) {
        return;
      } catch (Exception e) {
        // Kafka is down, so nothing moves
        openAll();
        touch();
      }
    }
  }

  private void look() throws Exception {
    Map<TopicPartition, Long> ends = new HashMap<>();
    Map<TopicPartition, Long> now = new HashMap<>();
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    partitions.get().forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
        admin
            .listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
            .all()
            .get()
            .entrySet()) {
      ends.put(end.getKey(), end.getValue().offset());
    }
    for (Map.Entry<TopicPartition, OffsetAndMetadata> one :
        admin
            .listConsumerGroupOffsets("sluice-test")
            .partitionsToOffsetAndMetadata()
            .get()
            .entrySet()) {
      now.put(one.getKey(), one.getValue().offset());
    }
    compare(ends, now);
    touch();
  }

  private synchronized void compare(Map<TopicPartition, Long> ends, Map<TopicPartition, Long> now) {
    long millis = System.currentTimeMillis();
    ends.forEach(
        (partition, end) -> {
          long at = now.getOrDefault(partition, 0L);
          boolean hasMoved = at != settled.getOrDefault(partition, -1L);
          settled.put(partition, at);
          if (hasMoved || at >= end) {
            Stall stall = open.remove(partition);
            if (stall != null) {
              stall.until = millis;
              over.add(stall);
            }
          } else {
            open.computeIfAbsent(partition, any -> new Stall(any, millis, troubles));
          }
        });
  }

  private synchronized void openAll() {
    long millis = System.currentTimeMillis();
    partitions
        .get()
        .forEach(
            partition -> open.computeIfAbsent(partition, any -> new Stall(any, millis, troubles)));
  }

  /** Notes whether log and metrics name the stalls that are open. */
  private void touch() {
    boolean isKafkaDead = !isKafkaUp.getAsBoolean();
    String metrics = metrics();
    Set<String> held = labels(metrics, "partitionsHeld");
    boolean isFlagged =
        isUp(metrics, "kafkaDown")
            || isUp(metrics, "registryDown")
            || isUp(metrics, "topicsUnreadable")
            || isUp(metrics, "settledOffsetsFailing");
    double now =
        sum(metrics, "flink_jobmanager_job_numRestarts")
            + sum(metrics, "flink_jobmanager_job_numberOfFailedCheckpoints");
    for (Stall stall : open()) {
      String topic = stall.partition.topic();
      stall.isOfDeadJob |= metrics.isEmpty();
      stall.isOfDeadBroker |= isKafkaDead;
      stall.isInMetrics |= held.contains(topic) || isFlagged || now > stall.troubles;
      stall.isInLog |= !linesSince(stall.since - 15_000, topic).isEmpty();
    }
    if (!metrics.isEmpty()) {
      synchronized (this) {
        troubles = now;
      }
    }
  }

  /** Notes what the command names, and what it should: a hold is stored some seconds later. */
  private void runCommands() {
    while (!isClosed) {
      List<Stall> stalls = open();
      if (!stalls.isEmpty() && isKafkaUp.getAsBoolean()) {
        long begin = System.currentTimeMillis();
        Set<String> before = whollyHeld(metrics());
        String list = holdList();
        Set<String> after = whollyHeld(metrics());
        for (Stall stall : stalls) {
          String topic = stall.partition.topic();
          stall.heldSince =
              !before.contains(topic) ? 0 : stall.heldSince == 0 ? begin : stall.heldSince;
          stall.isHeld |=
              after.contains(topic)
                  && stall.heldSince > 0
                  && begin - stall.heldSince > SOON.toMillis();
          stall.isInHoldList |=
              list.contains("\"" + topic + "/" + stall.partition.partition() + "\"");
        }
      }
      try {
        Thread.sleep(1_000);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Topics all of whose partitions are held: of the others, the metric does not say which. */
  private Set<String> whollyHeld(String metrics) {
    Set<String> topics = new HashSet<>();
    for (String topic : labels(metrics, "partitionsHeld")) {
      long all = partitions.get().stream().filter(one -> one.topic().equals(topic)).count();
      double held =
          metrics
              .lines()
              .filter(line -> line.contains("partitionsHeld{"))
              .filter(line -> line.contains("topic=\"" + topic + "\""))
              .mapToDouble(StallWatch::value)
              .sum();
      if (held >= all) {
        topics.add(topic);
      }
    }
    return topics;
  }

  private synchronized List<Stall> open() {
    return List.copyOf(open.values());
  }

  private String metrics() {
    try {
      return Scrape.of(metricsPort).text();
    } catch (IOException | RuntimeException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private static boolean isUp(String metrics, String leaf) {
    return metrics.lines().anyMatch(line -> line.contains(leaf + "{") && !line.endsWith(" 0.0"));
  }

  private static double sum(String metrics, String name) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(name + "{"))
        .mapToDouble(StallWatch::value)
        .sum();
  }

  private static double value(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }

  private static Set<String> labels(String metrics, String leaf) {
    Set<String> topics = new HashSet<>();
    metrics
        .lines()
        .filter(line -> line.contains(leaf + "{") && !line.endsWith(" 0.0"))
        .forEach(line -> topics.add(line.replaceAll(".*topic=\"([^\"]*)\".*", "$1")));
    return topics;
  }

  private String holdList() {
    StringWriter out = new StringWriter();
    Sluice.run(
        new PrintWriter(out),
        new PrintWriter(new StringWriter()),
        "hold",
        "list",
        "--output",
        "json",
        "--config",
        config.toString());
    return out.toString();
  }

  /** What the log said from shortly before a stall until it was over. */
  List<String> around(Stall stall) {
    return linesSince(stall.since - 15_000, "").stream()
        .filter(line -> !isSince(line, stall.until + 1_000))
        .toList();
  }

  /** Warnings since a time that name a topic, Kafka, the registry, or restarts. */
  private List<String> linesSince(long millis, String topic) {
    try {
      return Files.readAllLines(log).stream()
          .filter(line -> line.matches("\\d\\d:\\d\\d:\\d\\d (WARN|ERROR) .*"))
          .filter(line -> isSince(line, millis))
          .filter(
              line ->
                  line.contains(topic)
                      || line.contains("Kafka")
                      || line.contains("registry")
                      || line.contains("restart")
                      || line.contains("checkpoint")
                      || line.contains("group"))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean isSince(String line, long millis) {
    java.time.LocalTime said = java.time.LocalTime.parse(line.substring(0, 8));
    java.time.LocalTime begin =
        java.time.LocalTime.ofInstant(
            java.time.Instant.ofEpochMilli(millis), java.time.ZoneId.systemDefault());
    return !said.isBefore(begin) || begin.getHour() == 23;
  }

  @Override
  public void close() {
    isClosed = true;
    try {
      thread.join();
      commands.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    admin.close();
  }
}
