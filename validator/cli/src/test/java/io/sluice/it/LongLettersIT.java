package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Sluice;
import io.sluice.deadletter.DeadLetter;
import io.sluice.deadletter.DeadLetterEncoder;
import io.sluice.fault.Fault;
import io.sluice.fault.Faults;
import io.sluice.fault.Stage;
import io.sluice.raw.InMemoryRecord;
import io.sluice.verdict.Verdict;
import io.sluice.wire.SchemaRef;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dead-letter topic that is far longer than the memory of those who look at it. */
@Tag("soak")
class LongLettersIT {

  private final int letters = Integer.getInteger("soak.records");

  @Test
  void fitsIntoASmallHeap(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      landscape.topic("orders", 4);
      landscape.topic("orders.dlq", 4);
      landscape.contract("orders", Orders.contract("orders", "orders", "shop.orders"));
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      write(landscape, id);
      String config = landscape.config("").toString();
      double bare =
          seconds("", BareConsumer.class, List.of(landscape.bootstrapServers(), "orders.dlq"));
      double stats =
          seconds(letters + " letters", Sluice.class, List.of("dlq", "stats", "-c", config));
      double plan =
          seconds(
              letters + " letters selected",
              Sluice.class,
              List.of("replay", "plan", "--out", folder.resolve("plan.yaml") + "", "-c", config));
      double apply =
          seconds(
              letters + " sent",
              Sluice.class,
              List.of("replay", "apply", folder.resolve("plan.yaml") + "", "-c", config));
      System.out.printf(
          "%,d letters in 256 MB, start of the JVM included: bare consumer %,.0f letters/s, stats"
              + " %,.0f (%.2f of it), plan %,.0f (%.2f), apply %,.0f%n",
          letters,
          letters / bare,
          letters / stats,
          bare / stats,
          letters / plan,
          bare / plan,
          letters / apply);
    }
  }

  private void write(Landscape landscape, int schema) throws Exception {
    DeadLetterEncoder codec = new DeadLetterEncoder("test");
    for (int i = 0; i < letters; i++) {
      InMemoryRecord record =
          new InMemoryRecord(
              "orders",
              i % 4,
              i / 4,
              5,
              ("k" + i).getBytes(StandardCharsets.UTF_8),
              Orders.order(schema, "o" + i, 1 + i, "EUR"),
              List.of());
      Faults faults = new Faults();
      faults.add(
          new Fault(
              Stage.RULES, "gt", "lines[" + i % 7 + "].amount", "r" + i % 5, "must be greater"));
      DeadLetter letter =
          codec.encode(
              record,
              new Verdict.Dead(null, new SchemaRef.Id(schema), faults, null),
              "orders.dlq",
              "id",
              System.currentTimeMillis(),
              null);
      ProducerRecord<byte[], byte[]> sent =
          new ProducerRecord<>(
              "orders.dlq", i % 4, letter.timestamp(), letter.key(), letter.value());
      letter.headers().forEach(h -> sent.headers().add(new RecordHeader(h.name(), h.value())));
      landscape.send(sent);
    }
    landscape.flush();
  }

  private static double seconds(String expected, Class<?> main, List<String> arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(arguments);
    long begin = System.nanoTime();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains(expected);
    return (System.nanoTime() - begin) / 1e9;
  }
}
