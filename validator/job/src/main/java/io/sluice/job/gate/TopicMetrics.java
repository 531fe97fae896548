package io.sluice.job.gate;

import io.sluice.contract.Contract;
import io.sluice.fault.Fault;
import io.sluice.job.metric.Buckets;
import io.sluice.job.metric.Instruments;
import io.sluice.job.metric.Metric;
import io.sluice.rules.RuleResult;
import io.sluice.verdict.Verdict;
import io.sluice.wire.SchemaRef;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.flink.metrics.Counter;
import org.jspecify.annotations.Nullable;

/** The record counters of one topic in one reader. */
public final class TopicMetrics {

  /** The label for records without a contract. */
  private static final String NONE = "none";

  /** Upper bounds of the event-age buckets, in seconds. */
  private static final double[] AGES = {1, 10, 60, 600, 3_600, 86_400};

  private static final Verdict.Cases<TopicMetrics, Void> COUNTING = new Counting();

  private final Instruments instruments;
  private final RuleMetrics rules;
  private final String topic;
  private final SchemaLabels schemas;
  private final Buckets age;
  private final Map<String, Counts> counts = new HashMap<>();
  private final Map<String, Counter> dropped = new HashMap<>();
  private final Map<String, SchemaCounts> bySchema = new HashMap<>();
  private @Nullable Contract lastContract;
  private @Nullable Counts last;
  private @Nullable SchemaRef lastSchema;
  private @Nullable SchemaCounts lastSchemaCounts;

  /** The counters of one contract. */
  private final class Counts {
    private final String contract;
    private final Counter clean;
    private final Counter warned;
    private final Counter dead;
    private final Map<String, Counter> causes = new HashMap<>();

    Counts(String contract) {
      this.contract = contract;
      this.clean = instruments.counter(Metric.RECORDS_CLEAN, contract, topic);
      this.warned = instruments.counter(Metric.RECORDS_WARNED, contract, topic);
      this.dead = instruments.counter(Metric.RECORDS_DEAD, contract, topic);
    }

    void died(Fault fault) {
      dead.inc();
      // the schema bounds the number of codes, not the data
      causes
          .computeIfAbsent(
              fault.stage().label() + " " + fault.code(),
              key ->
                  instruments.counter(
                      Metric.DEAD_BY_CAUSE, contract, topic, fault.stage().label(), fault.code()))
          .inc();
    }
  }

  /** The counters of one schema. */
  private static final class SchemaCounts {
    private final Counter records;
    private final Supplier<Counter> makeDead;
    private @Nullable Counter dead;

    SchemaCounts(Instruments instruments, String topic, SchemaLabels.Label schema) {
      this.records = instruments.counter(Metric.SCHEMA_RECORDS, topic, schema.name());
      this.makeDead = () -> instruments.counter(Metric.SCHEMA_DEAD, topic, schema.name());
      long since = schema.firstSeen() / 1000;
      if (since > 0) {
        instruments.gauge(Metric.SCHEMA_FIRST_SEEN, () -> since, topic, schema.name());
      }
    }

    void died() {
      Counter counter = dead;
      if (counter == null) {
        counter = makeDead.get();
        dead = counter;
      }
      counter.inc();
    }
  }

  TopicMetrics(Instruments instruments, RuleMetrics rules, String topic, SchemaLabels schemas) {
    this.instruments = instruments;
    this.rules = rules;
    this.topic = topic;
    this.schemas = schemas;
    this.age = instruments.buckets(Metric.EVENT_AGE, AGES, topic);
  }

  /** Creates the counters of a contract, so that they start at 0 before the first record. */
  void expect(@Nullable Contract contract) {
    countsOf(contract);
  }

  /**
   * Counts a record.
   *
   * @param ageMillis the time from its Kafka timestamp to now, negative if it has none
   */
  public void judged(Verdict verdict, long ageMillis) {
    if (ageMillis >= 0) {
      age.add(ageMillis / 1e3);
    }
    verdict.fold(COUNTING, this);
  }

  private static final class Counting implements Verdict.Cases<TopicMetrics, Void> {
    @Override
    public Void stored(Verdict.Stored stored, TopicMetrics metrics) {
      Counts of = metrics.lastCountsOf(stored.contract());
      (stored.isWarned() ? of.warned : of.clean).inc();
      SchemaCounts unused = metrics.countSchema(stored.schema());
      metrics.countRules(stored);
      return null;
    }

    @Override
    public Void dead(Verdict.Dead dead, TopicMetrics metrics) {
      metrics.lastCountsOf(dead.contract()).died(dead.faults().first());
      SchemaCounts ofSchema = metrics.countSchema(dead.schema());
      if (ofSchema != null) {
        ofSchema.died();
      }
      metrics.countRules(dead);
      return null;
    }

    @Override
    public Void dropped(Verdict.Dropped dropped, TopicMetrics metrics) {
      metrics
          .dropped
          .computeIfAbsent(
              dropped.reason().name().toLowerCase(Locale.ROOT),
              reason -> metrics.instruments.counter(Metric.RECORDS_DROPPED, metrics.topic, reason))
          .inc();
      return null;
    }

    /** Not counted here, because a held record is counted once it is passed on. */
    @Override
    public Void held(Verdict.Held held, TopicMetrics metrics) {
      return null;
    }
  }

  @SuppressWarnings("ReferenceEquality") // each checker has one object per contract
  private Counts lastCountsOf(@Nullable Contract contract) {
    Counts of = last;
    if (of == null || contract != lastContract) {
      of = countsOf(contract);
      lastContract = contract;
      last = of;
    }
    return of;
  }

  private @Nullable SchemaCounts countSchema(@Nullable SchemaRef schema) {
    SchemaCounts of = schema == null ? null : countsOf(schema);
    if (of != null) {
      of.records.inc();
    }
    return of;
  }

  private void countRules(Verdict verdict) {
    Contract contract = verdict.contract();
    RuleResult failed = verdict.rules();
    if (failed != null && contract != null) {
      rules.failed(contract.name(), failed);
    }
  }

  private SchemaCounts countsOf(SchemaRef schema) {
    SchemaCounts known = lastSchemaCounts;
    if (known == null || !schema.equals(lastSchema)) {
      SchemaLabels.Label label = schemas.of(schema);
      known = countsOf(label);
      // the registry may have the schema later
      lastSchema = label.isOther() ? null : schema;
      lastSchemaCounts = known;
    }
    return known;
  }

  private SchemaCounts countsOf(SchemaLabels.Label label) {
    String replaced = label.replaced();
    if (replaced != null && bySchema.remove(replaced) != null) {
      instruments.remove(Metric.SCHEMA_RECORDS, topic, replaced);
    }
    return bySchema.computeIfAbsent(
        label.name(), name -> new SchemaCounts(instruments, topic, label));
  }

  private Counts countsOf(@Nullable Contract contract) {
    String name = contract == null ? NONE : contract.name();
    Counts known = counts.get(name);
    if (known == null) {
      known = new Counts(name);
      counts.put(name, known);
    }
    return known;
  }
}
