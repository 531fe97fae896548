package io.sluice.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.demo.Processes;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Spark in a process of its own; one statement after another, each answered by a line of JSON. */
final class Spark implements AutoCloseable {

  private final Process process;
  private final BufferedWriter in;
  private final BufferedReader out;
  private final Path errors;

  Spark(Path folder, String uri, String warehouse) throws IOException {
    Path module = Path.of(System.getProperty("sluice.spark"));
    Path scratch = Files.createDirectories(folder.resolve("spark"));
    errors = scratch.resolve("stderr");
    Path log = scratch.resolve("log4j2.properties");
    Files.writeString(
        log,
        """
        rootLogger.level=error
        rootLogger.appenderRef.c.ref=c
        appender.c.type=Console
        appender.c.name=c
        appender.c.target=SYSTEM_ERR
        """);
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "-Djava.io.tmpdir=" + scratch,
            "-Dlog4j2.configurationFile=" + log.toUri(),
            "io.sluice.spark.SparkSql",
            uri,
            warehouse);
    builder
        .environment()
        .put(
            "CLASSPATH",
            module.resolve("classes") + ":" + Files.readString(module.resolve("classpath")));
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.redirectError(errors.toFile());
    process = builder.start();
    in = process.outputWriter(StandardCharsets.UTF_8);
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Runs a statement.
   *
   * @return columns and rows
   * @throws IOException with Spark's own message where the statement fails
   */
  JsonNode run(String sql) throws IOException {
    JsonNode answer = new ObjectMapper().readTree(answer(sql));
    if (answer.has("error")) {
      throw new IOException(sql + ": " + answer.get("error"));
    }
    return answer;
  }

  private String answer(String sql) throws IOException {
    in.write(sql.replace('\n', ' '));
    in.newLine();
    in.flush();
    String line = out.readLine();
    if (line == null) {
      List<String> said = Files.readAllLines(errors);
      throw new IOException("Spark is gone: " + said);
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    in.close();
    Processes.await(process);
  }
}
