package io.sluice.job.source;

import io.sluice.contract.Contract;
import io.sluice.contract.Contract.OnFailure;
import io.sluice.fault.Fault;
import io.sluice.job.SourcePartition;
import io.sluice.registry.RegistryOutage;
import io.sluice.rules.RuleResult;
import io.sluice.verdict.Verdict;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts verdicts by contract and topic, dead records by stage and code, failures by rule. */
final class GateMetrics {

  private static final Logger LOG = LoggerFactory.getLogger(GateMetrics.class);

  /** The label of what is known of no contract. */
  private static final String NONE = "none";

  private final MetricGroup root;
  private final Map<String, Map<String, Counts>> counts = new HashMap<>();
  private final Map<String, Counter> rules = new HashMap<>();
  private final Map<SourcePartition, Verdict.Held> held = new HashMap<>();
  private boolean registryDown;
  private final Counter outages;
  private final Counter fetches;

  /** The counters of one contract on one topic. */
  private static final class Counts {
    private final MetricGroup group;
    private final Counter clean;
    private final Counter warned;
    private final Map<String, Counter> dead = new HashMap<>();
    private final Map<String, Counter> dropped = new HashMap<>();

    Counts(MetricGroup group) {
      this.group = group;
      this.clean = group.counter("recordsClean");
      this.warned = group.counter("recordsWarned");
    }
  }

  GateMetrics(MetricGroup operator) {
    this.root = operator.addGroup("sluice");
    root.gauge("partitionsHeld", held::size);
    this.outages = root.counter("registryOutages");
    this.fetches = root.counter("registryFetches");
  }

  void registryFailed(RegistryOutage outage) {
    outages.inc();
    if (!registryDown) {
      registryDown = true;
      LOG.warn(
          "{}; partitions whose schema is not known are held until it is back, all others go on",
          outage.getMessage());
    }
  }

  void registryAnswered() {
    fetches.inc();
    if (registryDown) {
      registryDown = false;
      LOG.info("the schema registry answers again");
    }
  }

  void judged(String topic, Verdict verdict) {
    Counts of = countsOf(topic, verdict.contract());
    if (verdict instanceof Verdict.Stored stored) {
      (stored.isWarned() ? of.warned : of.clean).inc();
    } else if (verdict instanceof Verdict.Dead dead) {
      dead(of, dead.faults().first()).inc();
    } else if (verdict instanceof Verdict.Dropped dropped) {
      String reason = dropped.reason().name().toLowerCase(Locale.ROOT);
      of.dropped
          .computeIfAbsent(reason, r -> of.group.addGroup("reason", r).counter("recordsDropped"))
          .inc();
    }
    RuleResult failed = verdict.rules();
    Contract contract = verdict.contract();
    if (failed != null && contract != null) {
      failed.failed().forEach((rule, action) -> ruleFailed(contract.name(), rule, action));
    }
  }

  private static Counter dead(Counts of, Fault fault) {
    // codes of schema keywords and checks are as many as the schema has, never as the data has
    String key = fault.stage().label() + " " + fault.code();
    return of.dead.computeIfAbsent(
        key,
        k ->
            of.group
                .addGroup("stage", fault.stage().label())
                .addGroup("code", fault.code())
                .counter("recordsDead"));
  }

  private void ruleFailed(String contract, String rule, OnFailure action) {
    rules
        .computeIfAbsent(
            contract + " " + rule,
            key ->
                root.addGroup("contract", contract)
                    .addGroup("rule", rule)
                    .addGroup("action", action.name().toLowerCase(Locale.ROOT))
                    .counter("ruleFailures"))
        .inc();
  }

  private Counts countsOf(String topic, @Nullable Contract contract) {
    Map<String, Counts> ofTopic = counts.get(topic);
    if (ofTopic == null) {
      ofTopic = new HashMap<>();
      counts.put(topic, ofTopic);
    }
    String name = contract == null ? NONE : contract.name();
    Counts of = ofTopic.get(name);
    if (of == null) {
      of = new Counts(root.addGroup("contract", name).addGroup("topic", topic));
      ofTopic.put(name, of);
    }
    return of;
  }

  void held(SourcePartition partition, Verdict.Held reason) {
    held.put(partition, reason);
    if (reason.hold() == Verdict.Hold.RULE) {
      LOG.warn("{} is held before its next record: {}", partition, reason.explanation());
    }
  }

  void released(SourcePartition partition) {
    held.remove(partition);
  }
}
