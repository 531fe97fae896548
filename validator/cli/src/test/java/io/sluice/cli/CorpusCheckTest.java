package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.output.ExitCode;
import io.sluice.corpus.Corpus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The corpus through {@code sluice check}; the verdicts are those that core and job give. */
class CorpusCheckTest {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

  private static final Path CORPUS =
      Path.of(System.getProperty("sluice.root", "../..")).resolve("corpus");

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit fills it in
  private Path folder;

  @TestFactory
  Stream<DynamicTest> verdictsAreAsWritten() throws IOException {
    return Corpus.read(CORPUS).stream().flatMap(this::tests);
  }

  private Stream<DynamicTest> tests(Corpus.Case one) {
    List<Corpus.Event> left =
        one.events().stream().filter(event -> obstacle(one, event) != null).toList();
    Stream<DynamicTest> all = left.stream().map(event -> skipped(one, event));
    return left.size() == one.events().size()
        ? all
        : Stream.concat(Stream.of(DynamicTest.dynamicTest(one.name(), () -> check(one))), all);
  }

  /** Why {@code sluice check} cannot be given an event from a file, or null where it can. */
  private static @Nullable String obstacle(Corpus.Case one, Corpus.Event event) {
    if (one.other() != null) {
      return "takes one contract";
    }
    if (event.key() != null) {
      return "gives records of a file no key";
    }
    boolean isText = event.form() != Corpus.Form.VALUE && one.avro() == null;
    if (!isText && event.form() != Corpus.Form.EVENT) {
      return "reads events of a file as JSON and frames them itself";
    }
    return new String(event.payload(), StandardCharsets.ISO_8859_1).isBlank()
        ? "passes over empty lines"
        : null;
  }

  /** So that reports show what is left out, and why. */
  private static DynamicTest skipped(Corpus.Case one, Corpus.Event event) {
    return DynamicTest.dynamicTest(
        one.name() + ": " + event.name(),
        () -> Assumptions.abort("sluice check " + obstacle(one, event)));
  }

  /** Headers are given for a whole file, so events are checked in groups that have the same. */
  private void check(Corpus.Case one) throws IOException {
    Path contract = folder.resolve("rules").resolve(one.name() + ".yaml");
    Files.createDirectories(contract.getParent());
    Files.writeString(contract, one.contract());
    Files.writeString(contract.resolveSibling("schema.json"), one.schema());
    Path schema = folder.resolve("schemas").resolve(one.name() + "-value");
    Files.createDirectories(schema);
    Files.writeString(schema.resolve(one.avro() == null ? "v1.json" : "v1.avsc"), one.schema());
    Map<Map<String, String>, List<Integer>> groups = new LinkedHashMap<>();
    for (int i = 0; i < one.events().size(); i++) {
      if (obstacle(one, one.events().get(i)) == null) {
        groups.computeIfAbsent(one.events().get(i).headers(), h -> new ArrayList<>()).add(i);
      }
    }
    List<String> lines = Files.readAllLines(CORPUS.resolve(one.name()).resolve("events.jsonl"));
    for (Map.Entry<Map<String, String>, List<Integer>> group : groups.entrySet()) {
      ByteArrayOutputStream input = new ByteArrayOutputStream();
      for (int index : group.getValue()) {
        Corpus.Event event = one.events().get(index);
        input.writeBytes(
            event.form() == Corpus.Form.EVENT
                ? JSON.writeValueAsBytes(JSON.readTree(lines.get(index)).path("event"))
                : event.payload());
        input.write('\n');
      }
      Path file = folder.resolve(one.name() + ".jsonl");
      Files.write(file, input.toByteArray());
      List<String> found = run(contract, file, group.getKey());
      assertThat(found).hasSize(group.getValue().size());
      for (int i = 0; i < found.size(); i++) {
        Corpus.Event event = one.events().get(group.getValue().get(i));
        assertThat(found.get(i)).as(event.name()).isEqualTo(event.expected());
      }
    }
  }

  private static List<String> run(Path contract, Path input, Map<String, String> headers)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "check", "--contract", "" + contract, "--input", "" + input, "--output", "json"));
    headers.forEach((name, value) -> arguments.addAll(List.of("--header", name + "=" + value)));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        Sluice.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(new String[0]));
    assertThat(exit).as(err.toString()).isIn(ExitCode.FINE, ExitCode.FINDINGS);
    List<String> verdicts = new ArrayList<>();
    for (String line : out.toString().lines().toList()) {
      verdicts.add(describe(JSON.readTree(line)));
    }
    return verdicts;
  }

  private static String describe(JsonNode record) {
    String verdict = record.path("verdict").asText();
    List<String> parts = new ArrayList<>();
    for (JsonNode fault : record.path("faults")) {
      String stage = fault.path("stage").asText();
      String code = fault.path("code").asText();
      String rule = fault.path("rule").asText("");
      String warning = rule.isEmpty() || fault.path("rule").isNull() ? stage + "." + code : rule;
      parts.add(
          verdict.equals("dead")
              ? Corpus.fault(stage, code, textOf(fault, "path"), textOf(fault, "rule"))
              : warning);
    }
    return Corpus.describe(verdict, parts);
  }

  private static String textOf(JsonNode fault, String member) {
    return fault.path(member).isTextual() ? fault.path(member).textValue() : "";
  }
}
