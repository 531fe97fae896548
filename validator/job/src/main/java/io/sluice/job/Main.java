package io.sluice.job;

import io.sluice.job.deadletter.DeadLetterTopics;
import java.nio.file.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The job as one jar on a Flink cluster: {@code flink run ... --config sluice.yaml}. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 2 || !arguments[0].equals("--config")) {
      throw new IllegalArgumentException("usage: --config FILE");
    }
    Setup setup = Setup.read(Path.of(arguments[1]));
    int mostBytes = DeadLetterTopics.prepare(setup);
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    SluiceJob.build(environment, setup.plan(), mostBytes);
    environment
        .getCheckpointConfig()
        .setCheckpointInterval(setup.config().pipeline().checkpointEvery().toMillis());
    environment.execute(setup.config().pipeline().name());
  }
}
