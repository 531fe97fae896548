package io.sluice.job;

import io.sluice.job.deadletter.DeadLetterTopics;
import io.sluice.pipeline.Accepted;
import io.sluice.pipeline.Setup;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The entry point of the job jar on a Flink cluster: {@code flink run ... --config sluice.yaml}.
 * The option {@code --accept} works as for {@code sluice run}.
 */
public final class Main {

  private static final String USAGE = "usage: --config FILE [--accept CONFLICT]...";

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    Path config = null;
    Set<String> accepted = new HashSet<>();
    for (int i = 0; i < arguments.length; i += 2) {
      boolean hasValue = i + 1 < arguments.length;
      if (hasValue && arguments[i].equals("--config")) {
        config = Path.of(arguments[i + 1]);
      } else if (hasValue
          && arguments[i].equals("--accept")
          && Accepted.isWellFormed(arguments[i + 1])) {
        accepted.add(arguments[i + 1]);
      } else {
        throw new IllegalArgumentException(USAGE);
      }
    }
    if (config == null) {
      throw new IllegalArgumentException(USAGE);
    }
    Setup setup = Setup.read(config);
    DeadLetterTopics.prepare(setup);
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    SluiceJob.build(environment, setup.plan(new Accepted(accepted)));
    environment
        .getCheckpointConfig()
        .setCheckpointInterval(setup.config().pipeline().checkpointEvery().toMillis());
    environment.execute(setup.config().pipeline().name());
  }
}
