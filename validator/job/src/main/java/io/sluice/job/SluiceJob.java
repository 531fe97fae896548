package io.sluice.job;

import io.sluice.contract.Contract.Distribution;
import io.sluice.job.handover.Gated;
import io.sluice.job.handover.HandoverTypeInfo;
import io.sluice.job.lake.commit.LakeCommitter;
import io.sluice.job.lake.write.LakeWriter;
import io.sluice.job.lake.write.PartitionWriter;
import io.sluice.job.lake.write.ShippedRow;
import io.sluice.job.source.GateSource;
import io.sluice.pipeline.JobPlan;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.OutputTag;

/**
 * Assembles the job: a source that checks records and sends dead letters, then data files, then
 * commits.
 */
public final class SluiceJob {

  private SluiceJob() {}

  /** The settings that exactly-once depends on. They override all other configuration. */
  public static Configuration required() {
    Configuration configuration = new Configuration();
    configuration.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
    configuration.set(CheckpointingOptions.ENABLE_UNALIGNED, false);
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    configuration.set(PipelineOptions.OPERATOR_CHAINING, true);
    return configuration;
  }

  /** Adds the job to an environment. */
  public static void build(StreamExecutionEnvironment environment, JobPlan plan) {
    environment.configure(required());
    SingleOutputStreamOperator<Gated> gated =
        environment
            .fromSource(
                new GateSource(plan),
                WatermarkStrategy.noWatermarks(),
                "gate",
                new HandoverTypeInfo<>(Gated.class))
            .uid("gate");
    reports(gated, plan)
        .global()
        .transform("lake-committer", Types.VOID, new LakeCommitter(plan))
        .uid("lake-committer")
        .setParallelism(1)
        .setMaxParallelism(1)
        .sinkTo(new DiscardingSink<>())
        .name("end")
        .uid("end")
        .setParallelism(1);
  }

  /** Adds the writers, and returns the stream of their reports. */
  private static DataStream<String> reports(SingleOutputStreamOperator<Gated> gated, JobPlan plan) {
    OutputTag<ShippedRow> elsewhere = new OutputTag<>("elsewhere", Types.POJO(ShippedRow.class));
    SingleOutputStreamOperator<String> reports =
        gated
            .transform("lake-writer", Types.STRING, new LakeWriter(plan, elsewhere))
            .uid("lake-writer");
    if (plan.contracts().stream()
        .noneMatch(contract -> contract.table().distribution() == Distribution.HASH)) {
      return reports;
    }
    return reports.union(
        reports
            .getSideOutput(elsewhere)
            .partitionCustom(ShippedRow::channel, ShippedRow::route)
            .transform("partition-writer", Types.STRING, new PartitionWriter(plan))
            .uid("partition-writer"));
  }
}
