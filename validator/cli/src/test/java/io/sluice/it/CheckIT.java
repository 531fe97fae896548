package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Sluice;
import io.sluice.cli.output.ExitCode;
import io.sluice.demo.FreePorts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice check} of a slice of a topic. */
class CheckIT {

  private String out = "";
  private String err = "";

  private int check(Landscape landscape, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.add("check");
    arguments.add("--contract");
    arguments.add(landscape.folder().resolve("rules/orders.yaml").toString());
    arguments.addAll(List.of("--bootstrap-server", landscape.bootstrapServers()));
    arguments.addAll(List.of(more));
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    int exit =
        Sluice.run(
            new PrintWriter(outText), new PrintWriter(errText), arguments.toArray(new String[0]));
    out = outText.toString();
    err = errText.toString();
    return exit;
  }

  @Test
  void ofATopic(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      landscape.topic("orders", 2);
      landscape.contract("orders", Orders.contract("orders", "orders", "shop.orders"));
      int id = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      long noon = 1_706_702_400_000L;
      for (int i = 0; i < 40; i++) {
        byte[] value = Orders.order(id, i);
        landscape.send(new ProducerRecord<>("orders", i % 2, noon + i * 1_000L, null, value));
      }
      landscape.flush();
      String registry = landscape.registryUrl();
      assertThat(check(landscape, "--topic", "orders", "--schema-registry", registry))
          .isEqualTo(ExitCode.FINDINGS);
      assertThat(out).contains("40 records: 36 clean (90.00%), 4 dead (10.00%)", "0/0");
      assertThat(
              check(
                  landscape,
                  "--topic",
                  "orders",
                  "--schema-registry",
                  registry,
                  "--from",
                  "2024-01-31T12:00:11Z",
                  "--to",
                  "2024-01-31T12:00:20Z"))
          .isEqualTo(ExitCode.FINE);
      assertThat(out).isEqualTo("9 records: 9 clean (100.00%)\n");
      assertThat(check(landscape, "--topic", "order", "--schema-registry", registry))
          .isEqualTo(ExitCode.SET_UP);
      assertThat(err).contains("there is no topic 'order'; did you mean 'orders'?");
      assertThat(check(landscape, "--topic", "orders")).isEqualTo(ExitCode.SET_UP);
      assertThat(err).contains("the records use registry schemas; specify the registry");
      String nobody = "http://127.0.0.1:" + FreePorts.find(1).get(0);
      assertThat(check(landscape, "--topic", "orders", "--schema-registry", nobody))
          .isEqualTo(ExitCode.OUTAGE);
      assertThat(err).contains("without the registry, the command cannot read the records");
    }
  }

  @Test
  void versionsOfASubjectAreTheRegistrys(@TempDir Path folder) throws Exception {
    try (Landscape landscape = new Landscape(folder)) {
      landscape.topic("orders", 1);
      String second =
          Orders.SCHEMA
              .toString()
              .replaceFirst(
                  "\\[\\{", "[{\"name\":\"note\",\"type\":\"string\",\"default\":\"\"},{");
      int first = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
      landscape.register("orders-value", "AVRO", second);
      String contract = Orders.contract("orders", "orders", "shop.orders");
      for (int i = 1; i < 5; i++) {
        landscape.send(new ProducerRecord<>("orders", 0, null, Orders.order(first, i)));
      }
      landscape.flush();
      String registry = landscape.registryUrl();
      for (String versions : List.of("1", "<=2")) {
        landscape.contract("orders", contract + "value: { versions: '" + versions + "' }\n");
        assertThat(check(landscape, "--topic", "orders", "--schema-registry", registry))
            .as(out + err)
            .isEqualTo(ExitCode.FINE);
      }
      landscape.contract("orders", contract + "value: { versions: '>=2' }\n");
      assertThat(check(landscape, "--topic", "orders", "--schema-registry", registry))
          .isEqualTo(ExitCode.FINDINGS);
      assertThat(out)
          .contains(
              "schema id:"
                  + first
                  + " is version 1 of subject 'orders-value'; the contract accepts >=2");
      String apart = folder.resolve("apart").toString();
      assertThat(
              Sluice.run(
                  new PrintWriter(new StringWriter()),
                  new PrintWriter(new StringWriter()),
                  "init",
                  "orders",
                  "--schema-registry",
                  registry,
                  "--folder",
                  apart))
          .isEqualTo(ExitCode.FINE);
      assertThat(Path.of(apart, "schemas/orders-value/v1.avsc")).exists();
      assertThat(Path.of(apart, "schemas/orders-value/v2.avsc")).content().contains("note");
    }
  }
}
