package io.sluice.job.coordinator;

import io.sluice.job.hold.HeldPartition;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs when a hold starts, when it has lasted too long, and when it ends: once for each topic and
 * kind of hold. Ordered holds are logged with the order.
 */
final class HoldLog {

  private static final Logger LOG = LoggerFactory.getLogger(HoldLog.class);

  /**
   * The minimum age of a logged hold. A schema that is fetched for the first time holds its
   * partition briefly.
   */
  private static final Duration MOMENT = Duration.ofSeconds(5);

  private final Duration tooLong;
  private final Map<Incident, Began> open = new HashMap<>();

  private record Incident(String topic, HeldPartition.Kind kind) {}

  private record Began(Instant since, boolean isLong) {}

  /**
   * @param tooLong how long a partition can be held before a second log line
   */
  HoldLog(Duration tooLong) {
    this.tooLong = tooLong;
  }

  /**
   * Processes the current holds.
   *
   * @param all the held partitions of all readers
   */
  void seen(List<HeldPartition> all, Instant now) {
    Map<Incident, List<HeldPartition>> incidents =
        all.stream()
            .filter(held -> held.kind() != HeldPartition.Kind.ORDER)
            .collect(Collectors.groupingBy(held -> new Incident(held.topic(), held.kind())));
    incidents.forEach((incident, held) -> seen(incident, held, now));
    open.entrySet()
        .removeIf(
            entry -> {
              boolean isOver = !incidents.containsKey(entry.getKey());
              if (isOver) {
                LOG.atInfo()
                    .addKeyValue("topic", entry.getKey().topic())
                    .log(
                        "topic {} is no longer held ({}), after {} s",
                        entry.getKey().topic(),
                        label(entry.getKey()),
                        Duration.between(entry.getValue().since(), now).toSeconds());
              }
              return isOver;
            });
  }

  private void seen(Incident incident, List<HeldPartition> held, Instant now) {
    Instant since =
        held.stream().map(one -> Instant.parse(one.since())).min(Instant::compareTo).orElse(now);
    Duration age = Duration.between(since, now);
    Began known = open.get(incident);
    if (known == null && age.compareTo(MOMENT) > 0) {
      log(incident, held, "is held");
      known = new Began(since, false);
      open.put(incident, known);
    }
    if (known != null && !known.isLong() && age.compareTo(tooLong) > 0) {
      log(incident, held, "has been held for " + age.toSeconds() + " s");
      open.put(incident, new Began(known.since(), true));
    }
  }

  private static void log(Incident incident, List<HeldPartition> held, String what) {
    HeldPartition first = held.get(0);
    LOG.atWarn()
        .addKeyValue("topic", incident.topic())
        .log(
            "topic {} {} ({}): {} partition(s); the first is partition {}, before offset {}."
                + " Reason: {} See 'sluice hold list'."
                + " Runbook: docs/runbooks/SluicePartitionsHeld.md",
            incident.topic(),
            what,
            label(incident),
            held.size(),
            first.partition(),
            first.offset(),
            sentence(first.reason()));
  }

  private static String sentence(String reason) {
    return reason.endsWith(".") ? reason : reason + ".";
  }

  private static String label(Incident incident) {
    return incident.kind().name().toLowerCase(Locale.ROOT);
  }
}
