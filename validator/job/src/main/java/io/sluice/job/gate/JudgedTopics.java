package io.sluice.job.gate;

import io.sluice.check.TopicChecker;
import io.sluice.job.lake.table.LakeTables;
import io.sluice.pipeline.JobPlan;
import io.sluice.pipeline.Topics;
import io.sluice.schema.SchemaSource;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/** The common part of all partitions of a topic that the gate needs, built once for each topic. */
public final class JudgedTopics {

  private final JobPlan plan;
  private final Topics topics;
  private final SchemaSource schemas;
  private final GateMetrics metrics;
  private final LakeTables tables;
  private final Map<String, RecordJudge.JudgedTopic> judged = new HashMap<>();

  public JudgedTopics(JobPlan plan, Topics topics, SchemaSource schemas, GateMetrics metrics) {
    this.plan = plan;
    this.topics = topics;
    this.schemas = schemas;
    this.metrics = metrics;
    this.tables = new LakeTables(plan);
  }

  public RecordJudge.JudgedTopic of(String topic) {
    return judged.computeIfAbsent(topic, this::open);
  }

  private RecordJudge.JudgedTopic open(String topic) {
    return new RecordJudge.JudgedTopic(
        new TopicChecker(
            topics.contractsOf(topic),
            topics.replayedTopicOf(topic),
            schemas,
            tables,
            plan.limits(),
            Clock.systemUTC()),
        topics.deadLetterTopicOf(topic),
        topics.replayedTopicOf(topic) != null,
        metrics.of(topic, topics.contractsOf(topic)),
        topics.contractsOf(topic));
  }
}
