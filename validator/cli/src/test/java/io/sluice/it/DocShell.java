package io.sluice.it;

import io.sluice.cli.Sluice;
import io.sluice.demo.FreePorts;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A shell session in which the commands of one page run, one block after the other. */
final class DocShell implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Path work;
  private final Path folder;
  private final Map<String, String> addresses;
  private final Process bash;
  private final Writer typed;
  private int blocks;

  /** What a block printed, and the statuses other than 0 of its commands. */
  record Output(String printed, List<Integer> failed) {}

  /**
   * Opens a shell in an empty folder.
   *
   * @param work for scripts and output
   * @param addresses what stands in pages for a broker and a registry, and the real ones
   */
  DocShell(Path work, Map<String, String> addresses) throws IOException {
    this.work = work;
    this.folder = Files.createDirectories(work.resolve("page"));
    this.addresses = addresses;
    Path bin = Files.createDirectories(work.resolve("bin"));
    script(
        bin.resolve("sluice"),
        """
        case "$1" in
          run) shift; set -- run --metrics-port %d "$@" ;;
          demo) shift; set -- demo --folder '%s' "$@" ;;
        esac\
        """
            .formatted(FreePorts.find(1).get(0), folder.resolve(".sluice/demo")),
        Sluice.class);
    Files.createSymbolicLink(folder.resolve("sluice"), bin.resolve("sluice"));
    for (String tool : List.of("kafka-topics.sh", "kafka-console-producer.sh")) {
      script(bin.resolve(tool), "set -- " + tool + " \"$@\"", KafkaTool.class);
    }
    ProcessBuilder builder =
        new ProcessBuilder("bash", "--noprofile", "--norc")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(work.resolve("session").toFile());
    builder.environment().merge("PATH", bin + ":", (path, first) -> first + path);
    this.bash = builder.start();
    this.typed = bash.outputWriter(StandardCharsets.UTF_8);
    typed.write("set -m\n");
  }

  private static void script(Path file, String before, Class<?> main) throws IOException {
    Files.writeString(
        file,
        """
        #!/usr/bin/env bash
        %s
        exec '%s/bin/java' -Xmx1g -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \\
          -Djava.util.logging.manager=org.apache.logging.log4j.jul.LogManager \\
          --add-opens=java.base/java.util=ALL-UNNAMED --add-opens=java.base/java.lang=ALL-UNNAMED \\
          '-Dsluice.home=%s' -cp '%s' %s "$@"
        """
            .formatted(
                before,
                System.getProperty("java.home"),
                System.getProperty("sluice.root"),
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
    if (!file.toFile().setExecutable(true)) {
      throw new IOException(file + " cannot be made executable");
    }
  }

  Path folder() {
    return folder;
  }

  void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, real(text));
  }

  /** Runs a block until it shows what the page shows, or until it is clear that it does not. */
  Output run(DocPage.Commands commands) throws Exception {
    Output[] last = {once(commands)};
    if (!commands.stays() && !commands.onlyLooks()) {
      return last[0];
    }
    Path out = out();
    try {
      Awaitility.await()
          .atMost(Duration.ofMinutes(commands.stays() ? 3 : 1))
          .pollInterval(Duration.ofSeconds(1))
          .until(
              () -> {
                if (DocPage.shows(commands.shown(), last[0].printed())) {
                  return true;
                }
                last[0] =
                    commands.stays()
                        ? new Output(shown(Files.readString(out)), last[0].failed())
                        : once(commands);
                return false;
              });
    } catch (ConditionTimeoutException e) {
      // the caller compares, and shows both
    }
    return last[0];
  }

  private Path out() {
    return work.resolve("out." + blocks);
  }

  private Output once(DocPage.Commands commands) throws IOException {
    blocks++;
    Path script = work.resolve("block." + blocks);
    Path failed = Files.createFile(work.resolve("failed." + blocks));
    Path done = work.resolve("done." + blocks);
    Files.writeString(script, real(commands.script()));
    typed.write(
        """
        trap 'echo $? >> "%s"' ERR
        . "%s" > "%s" 2>&1 < /dev/null
        trap - ERR
        touch "%s"
        """
            .formatted(failed, script, out(), done));
    typed.flush();
    Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(done) || !bash.isAlive());
    adoptAddresses();
    return new Output(
        shown(Files.readString(out())),
        Files.readAllLines(failed).stream().map(Integer::valueOf).toList());
  }

  /** Lets configurations that a command wrote name the real broker and registry. */
  private void adoptAddresses() throws IOException {
    List<Path> configurations;
    try (Stream<Path> files = Files.walk(folder, 3)) {
      configurations = files.filter(file -> file.endsWith("sluice.yaml")).toList();
    }
    for (Path file : configurations) {
      Files.writeString(file, real(Files.readString(file)));
    }
  }

  private String real(String text) {
    String real = text;
    for (Map.Entry<String, String> address : addresses.entrySet()) {
      real = real.replace(address.getKey(), address.getValue());
    }
    return real;
  }

  private String shown(String text) {
    String shown = text;
    for (Map.Entry<String, String> address : addresses.entrySet()) {
      shown = shown.replace(address.getValue(), address.getKey());
    }
    return shown;
  }

  @Override
  public void close() throws IOException {
    List<ProcessHandle> running = bash.descendants().toList();
    running.forEach(ProcessHandle::destroy);
    typed.close();
    for (ProcessHandle one : running) {
      one.onExit().completeOnTimeout(one, 20, TimeUnit.SECONDS).join();
      one.destroyForcibly();
    }
    bash.destroyForcibly();
    bash.onExit().join();
  }
}
