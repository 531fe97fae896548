package io.sluice.replay;

import io.sluice.failure.ConflictException;
import io.sluice.failure.InterruptionException;
import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import io.sluice.kafka.KafkaAdmin;
import io.sluice.letters.Journal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A lock that allows one run at a time on a dead-letter topic: the run is the only member of a
 * consumer group. The broker removes a killed run after the session timeout. If two runs are active
 * anyway, only the later one can commit, because they share a transactional ID.
 */
final class RunLock implements AutoCloseable {

  private static final int SESSION_MILLIS = 6_000;
  private static final long PATIENCE_SECONDS = 15;

  private final KafkaAdmin admin;
  private final String group;
  private final String letters;
  private final KafkaConsumer<byte[], byte[]> member;
  private final Thread heartbeat;

  private RunLock(
      KafkaAdmin admin, String letters, String group, KafkaConsumer<byte[], byte[]> member) {
    this.admin = admin;
    this.letters = letters;
    this.group = group;
    this.member = member;
    this.heartbeat = new Thread(this::keep, "sluice-run-lock");
    heartbeat.setDaemon(true);
  }

  /**
   * Takes the lock.
   *
   * @param who the user, for the message of another run
   * @param waiting called if another run seems to be active
   * @throws ConflictException if another run is active
   */
  static RunLock take(
      KafkaAdmin admin, Map<String, String> kafka, String letters, String who, Runnable waiting) {
    String group = "sluice-replay-" + letters;
    awaitNobody(admin, group, letters, waiting);
    Properties properties = new Properties();
    properties.putAll(kafka);
    properties.put("group.id", group);
    properties.put("client.id", who.replaceAll("[^A-Za-z0-9@._-]", "_"));
    properties.put("session.timeout.ms", Integer.toString(SESSION_MILLIS));
    properties.put("heartbeat.interval.ms", "2000");
    properties.put("enable.auto.commit", "false");
    properties.put("auto.offset.reset", "latest");
    KafkaConsumer<byte[], byte[]> member =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    RunLock lock = new RunLock(admin, letters, group, member);
    try {
      lock.join();
    } catch (AuthorizationException e) {
      member.close();
      throw new SetUpException(
          "missing permission: grant Read on group " + group + " and on topic " + Journal.TOPIC);
    } catch (RuntimeException e) {
      member.close();
      throw e;
    }
    lock.heartbeat.start();
    return lock;
  }

  private static void awaitNobody(
      KafkaAdmin admin, String group, String letters, Runnable waiting) {
    long patience = System.nanoTime() + Duration.ofMillis(2L * SESSION_MILLIS).toNanos();
    boolean said = false;
    Collection<MemberDescription> members = members(admin, group);
    while (!members.isEmpty()) {
      if (System.nanoTime() > patience) {
        throw refusal(letters, members);
      }
      if (!said) {
        waiting.run();
        said = true;
      }
      sleep();
      members = members(admin, group);
    }
  }

  private static ConflictException refusal(String letters, Collection<MemberDescription> members) {
    String others = String.join(", ", members.stream().map(MemberDescription::clientId).toList());
    return new ConflictException(
        "another run is active on "
            + letters
            + " ("
            + others
            + "). Nothing was sent. Wait until it ends, or stop it, and try again.");
  }

  private static void sleep() {
    try {
      TimeUnit.MILLISECONDS.sleep(500);
    } catch (InterruptedException e) {
      throw InterruptionException.of(e);
    }
  }

  private static Collection<MemberDescription> members(KafkaAdmin admin, String group) {
    try {
      return admin
          .ask(
              "group " + group,
              KafkaAdmin.of(
                  group, admin.client().describeConsumerGroups(List.of(group)).describedGroups()))
          .<Collection<MemberDescription>>fold(
              ConsumerGroupDescription::members,
              missing -> List.of(),
              denied -> {
                throw new SetUpException(refusal(group, denied.cause()));
              },
              refused -> {
                throw outage(group, refused.cause());
              });
    } catch (OutageException e) {
      throw outage(group, e.getCause() == null ? e : e.getCause());
    }
  }

  private static OutageException outage(String group, Throwable cause) {
    return new OutageException(refusal(group, cause), cause);
  }

  private static String refusal(String group, Throwable cause) {
    return "cannot read group " + group + " from Kafka: " + cause;
  }

  /**
   * Requires that this run still holds the lock.
   *
   * @throws ConflictException if the broker may have given the lock to another run
   */
  void requireHeld() {
    if (!heartbeat.isAlive()) {
      throw new ConflictException(
          "this run lost its lock (group " + group + "); run the same command again to resume");
    }
  }

  private void join() {
    member.subscribe(List.of(Journal.TOPIC));
    long patience = System.nanoTime() + Duration.ofSeconds(PATIENCE_SECONDS).toNanos();
    while (member.assignment().isEmpty()) {
      if (System.nanoTime() > patience) {
        throw refusal(letters, members(admin, group));
      }
      member.poll(Duration.ofMillis(200));
    }
    Collection<MemberDescription> members = members(admin, group);
    if (members.size() > 1) {
      throw refusal(letters, members);
    }
    member.pause(member.assignment());
  }

  /** Polls regularly, so that the broker keeps the member. */
  private void keep() {
    try {
      while (true) {
        member.poll(Duration.ofSeconds(1));
        member.pause(member.assignment());
      }
    } catch (WakeupException e) {
      // closing
    } catch (KafkaException e) {
      // the transactional ID still keeps two runs apart
    } finally {
      member.close();
    }
  }

  @Override
  public void close() {
    member.wakeup();
    try {
      heartbeat.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
