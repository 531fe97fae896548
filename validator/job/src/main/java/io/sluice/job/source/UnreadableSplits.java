package io.sluice.job.source;

import io.sluice.job.gate.GateMetrics;
import io.sluice.job.hold.HeldPartition;
import io.sluice.job.split.GateSplit;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The splits of one reader whose topics it does not have permission to read. They are held until
 * the permission is granted.
 */
final class UnreadableSplits {

  private record Waiting(GateSplit split, Instant since, String reason) {}

  private final GateMetrics metrics;
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();

  UnreadableSplits(GateMetrics metrics) {
    this.metrics = metrics;
  }

  void add(GateSplit split, String reason) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    waiting.put(split.splitId(), new Waiting(split, now, reason));
    metrics.held(split.partition(), HeldPartition.Kind.RIGHT);
  }

  List<GateSplit> splits() {
    return waiting.values().stream().map(Waiting::split).toList();
  }

  /**
   * Removes and returns the splits whose topics can be read now.
   *
   * @param reasons the reasons why topics cannot be read, keyed by topic
   */
  List<GateSplit> takeReadable(Map<String, String> reasons) {
    List<GateSplit> readable = new ArrayList<>();
    waiting
        .values()
        .removeIf(
            one -> {
              boolean isReadable = !reasons.containsKey(one.split().partition().topic());
              if (isReadable) {
                readable.add(one.split());
                metrics.released(one.split().partition());
              }
              return isReadable;
            });
    return readable;
  }

  /** The reports about these holds. */
  List<HeldPartition> held() {
    return waiting.values().stream()
        .map(
            one ->
                new HeldPartition(
                    one.split().partition().topic(),
                    one.split().partition().topicId(),
                    one.split().partition().partition(),
                    one.split().offset(),
                    HeldPartition.Kind.RIGHT,
                    null,
                    one.since().toString(),
                    one.reason()))
        .toList();
  }
}
