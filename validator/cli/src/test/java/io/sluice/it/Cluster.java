package io.sluice.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.awaitility.Awaitility;

/** A real Flink cluster of several processes, made of the jars on this class path. */
final class Cluster implements AutoCloseable {

  private final Path folder;
  private final int restPort;
  private final List<Process> all = new ArrayList<>();
  private Process jobManager;
  private Process taskManager;
  private int started;

  Cluster(Path folder, int rpcPort, int restPort) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.restPort = restPort;
    Path conf = Files.createDirectories(folder.resolve("conf"));
    Files.writeString(
        conf.resolve("config.yaml"),
        """
        jobmanager.rpc.address: 127.0.0.1
        jobmanager.rpc.port: %d
        jobmanager.bind-host: 127.0.0.1
        rest.address: 127.0.0.1
        rest.bind-address: 127.0.0.1
        rest.port: %d
        taskmanager.bind-host: 127.0.0.1
        taskmanager.host: 127.0.0.1
        taskmanager.numberOfTaskSlots: 4
        taskmanager.cpu.cores: 2
        taskmanager.memory.task.heap.size: 400m
        taskmanager.memory.task.off-heap.size: 0
        taskmanager.memory.framework.heap.size: 128m
        taskmanager.memory.framework.off-heap.size: 128m
        taskmanager.memory.jvm-metaspace.size: 256m
        taskmanager.memory.jvm-overhead.min: 192m
        taskmanager.memory.jvm-overhead.max: 192m
        taskmanager.memory.managed.size: 64m
        taskmanager.memory.network.min: 64m
        taskmanager.memory.network.max: 64m
        heartbeat.interval: 500
        heartbeat.timeout: 5000
        execution.checkpointing.dir: %s
        execution.checkpointing.externalized-checkpoint-retention: RETAIN_ON_CANCELLATION
        execution.checkpointing.num-retained: 30
        execution.checkpointing.interval: 1s
        restart-strategy.type: fixed-delay
        restart-strategy.fixed-delay.attempts: 100
        restart-strategy.fixed-delay.delay: 1s
        classloader.check-leaked-classloader: false
        """
            .formatted(rpcPort, restPort, checkpoints().toUri()));
  }

  Path checkpoints() {
    return folder.resolve("checkpoints");
  }

  void startJobManager() throws IOException {
    jobManager =
        start(
            "jobmanager",
            StandaloneSessionClusterEntrypoint.class.getName(),
            List.of("-Xmx400m"),
            List.of("--executionMode", "cluster"));
  }

  void startTaskManager() throws IOException {
    taskManager =
        start("taskmanager", TaskManagerRunner.class.getName(), List.of("-Xmx700m"), List.of());
  }

  void killJobManager() {
    kill(jobManager);
  }

  void killTaskManager() {
    kill(taskManager);
  }

  boolean taskManagerIsAlive() {
    return taskManager.isAlive();
  }

  private static void kill(Process process) {
    process.destroyForcibly();
    process.onExit().join();
  }

  private Process start(String name, String main, List<String> jvm, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("--add-opens=java.base/java.util=ALL-UNNAMED");
    command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main);
    command.add("--configDir");
    command.add(folder.resolve("conf").toString());
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + "-" + ++started + ".log").toFile())
            .start();
    all.add(process);
    return process;
  }

  int restPort() {
    return restPort;
  }

  /** Waits for the JobManager's REST interface and a registered TaskManager. */
  void awaitReady() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(300))
        .ignoreExceptions()
        .until(() -> Rest.get(restPort, "/overview").path("slots-total").asInt() > 0);
  }

  /** The newest checkpoint that is complete. */
  Optional<Path> latestCheckpoint() throws IOException {
    List<Path> checkpoints = completeCheckpoints();
    return checkpoints.isEmpty()
        ? Optional.empty()
        : Optional.of(checkpoints.get(checkpoints.size() - 1));
  }

  /** All retained checkpoints, oldest first. */
  List<Path> completeCheckpoints() throws IOException {
    if (!Files.isDirectory(checkpoints())) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(checkpoints(), 3)) {
      return files
          .filter(file -> file.getFileName().toString().equals("_metadata"))
          .sorted(Comparator.comparing(file -> file.toFile().lastModified()))
          .map(Path::getParent)
          .toList();
    }
  }

  @Override
  public void close() {
    for (Process process : all) {
      process.destroyForcibly();
      process.onExit().join();
    }
  }
}
