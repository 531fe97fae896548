package io.sluice.audit;

import io.sluice.audit.report.AuditReport;
import io.sluice.failure.InterruptionException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Verifies topics one after another, with their partitions in parallel, and adds up the counts. */
final class TopicVerifier implements AutoCloseable {

  private final PartitionVerifier partitions;
  private final PartitionCoverage coverage;
  private final List<String> notes;
  private final ExecutorService pool;
  private final Map<String, TopicCounts> counts = new TreeMap<>();

  TopicVerifier(
      PartitionVerifier partitions, PartitionCoverage coverage, List<String> notes, int threads) {
    this.partitions = partitions;
    this.coverage = coverage;
    this.notes = notes;
    this.pool = Executors.newFixedThreadPool(threads);
  }

  /** Verifies all partitions of a topic. */
  void verify(SourceTopic topic) {
    TopicCounts total = new TopicCounts();
    if (topic.isCompacted()) {
      notes.add(
          "topic "
              + topic.name()
              + " is compacted: rows whose records are gone are not reported as findings");
    }
    List<Future<PartitionOutcome>> parts = new ArrayList<>();
    for (PartitionPlaces places : topic.partitions().values()) {
      parts.add(pool.submit(() -> partitions.verify(topic, places)));
    }
    for (Future<PartitionOutcome> one : parts) {
      PartitionOutcome outcome = get(one);
      total.add(outcome.reading().counts());
      total.ledgered += outcome.expired().verified();
      coverage.add(topic, outcome);
    }
    if (topic.exists() && (topic.isDeclared() || total.source + total.ledgered > 0)) {
      counts.computeIfAbsent(topic.name(), name -> new TopicCounts()).add(total.counts());
    }
  }

  private static PartitionOutcome get(Future<PartitionOutcome> part) {
    try {
      return part.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException("a partition cannot be verified", e.getCause());
    } catch (InterruptedException e) {
      throw InterruptionException.of(e);
    }
  }

  /** The outcomes of the records, by topic. */
  Map<String, AuditReport.Counts> counts() {
    Map<String, AuditReport.Counts> all = new LinkedHashMap<>();
    counts.forEach((topic, one) -> all.put(topic, one.counts()));
    return all;
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
