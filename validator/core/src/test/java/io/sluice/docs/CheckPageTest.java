package io.sluice.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.check.TopicChecker;
import io.sluice.contract.CheckName;
import io.sluice.contract.Contract;
import io.sluice.contract.TestContract;
import io.sluice.decode.AvroSchemas;
import io.sluice.docs.CheckSamples.Group;
import io.sluice.docs.CheckSamples.Sample;
import io.sluice.fault.Fault;
import io.sluice.language.avro.PlainAvro;
import io.sluice.limit.Limits;
import io.sluice.raw.InMemoryRecord;
import io.sluice.row.Tables;
import io.sluice.schema.Lookup;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaText;
import io.sluice.verdict.Verdict;
import io.sluice.wire.Framing;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The samples in docs/reference/checks.md get the verdicts that the page shows. */
class CheckPageTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2024-01-31T12:00:00Z"), ZoneOffset.UTC);

  private static final SchemaText ANY_JSON = new SchemaText(SchemaFormat.JSON, "true", Map.of());
  private static final SchemaText DOUBLE =
      new SchemaText(
          SchemaFormat.AVRO,
          """
          {"type": "record", "name": "R", "fields": [
            {"name": "ratio", "type": ["null", "double"], "default": null}]}
          """,
          Map.of());

  @Test
  void everyCheckHasASample() {
    assertThat(CheckSamples.ALL.stream().map(Sample::check))
        .containsExactlyInAnyOrder(CheckName.values());
    assertThat(CheckSamples.ALL.stream().map(Sample::group)).isSorted();
  }

  @TestFactory
  Stream<DynamicTest> samplesAreTrue() {
    return CheckSamples.ALL.stream()
        .map(sample -> DynamicTest.dynamicTest(sample.check().label(), () -> judge(sample)));
  }

  private static void judge(Sample sample) throws Exception {
    assertThat(fault(sample, sample.passing())).isNull();
    assertThat(fault(sample, sample.failing()))
        .isNotNull()
        .satisfies(fault -> assertThat(fault.code()).isEqualTo(sample.check().label()))
        .satisfies(fault -> assertThat(fault.path()).isEqualTo(sample.field()));
    assertThat(fault(sample, absent(sample)) == null)
        .as("passes if absent")
        .isEqualTo(sample.check() != CheckName.REQUIRED && sample.check() != CheckName.NOT_NULL);
    assertThat(fault(sample, ofNull(sample)) == null)
        .as("passes if null")
        .isEqualTo(sample.check() != CheckName.NOT_NULL);
  }

  @Test
  void page() throws Exception {
    GeneratedPart.require("checks.md", "overview", overview());
    for (Group group : Group.values()) {
      StringBuilder sections = new StringBuilder();
      for (Sample sample : CheckSamples.ALL) {
        if (sample.group() == group) {
          sections.append(section(sample));
        }
      }
      GeneratedPart.require(
          "checks.md", group.title().toLowerCase(Locale.ROOT), sections.append('\n').toString());
    }
  }

  private static String overview() {
    StringBuilder table =
        new StringBuilder("| group | check | argument | types |\n|---|---|---|---|\n");
    Group last = null;
    for (Sample sample : CheckSamples.ALL) {
      CheckName check = sample.check();
      table.append(
          "| %s | [`%s`](#%s) | %s | %s |\n"
              .formatted(
                  sample.group() == last ? "" : sample.group().title(),
                  check.label(),
                  check.label(),
                  check.takes().words(),
                  check.types()));
      last = sample.group();
    }
    return table.toString();
  }

  private static String section(Sample sample) throws Exception {
    CheckName check = sample.check();
    StringBuilder section =
        new StringBuilder(
            """

            ### `%s`

            %s

            - Argument: %s
            - Types: %s

            ```yaml
            rules:
              - field: %s
                %s: %s
            ```

            %s| event | result |
            |---|---|
            """
                .formatted(
                    check.label(),
                    GeneratedPart.paragraph(check.passes()),
                    check.takes().words(),
                    check.types(),
                    sample.field(),
                    check.label(),
                    sample.argument(),
                    sample.isAvro()
                        ? "The events are Avro records in plain JSON."
                            + " `ratio` is a nullable `double`.\n\n"
                        : ""));
    results(sample).forEach((events, result) -> section.append(row(events, result)));
    return section.toString();
  }

  /** The result for each event, in the order of the table. */
  private static Map<String, String> results(Sample sample) throws Exception {
    Map<String, String> results = new LinkedHashMap<>();
    for (String event : List.of(sample.passing(), sample.failing())) {
      results.put(code(event), result(sample, event));
    }
    String absent = code(absent(sample));
    String ofNull = code(ofNull(sample));
    String result = result(sample, absent(sample));
    if (sample.check() == CheckName.REQUIRED || sample.check() == CheckName.NOT_NULL) {
      results.put(absent, result);
      results.put(ofNull, result(sample, ofNull(sample)));
    } else {
      results.put(absent + " or " + ofNull, result);
    }
    return results;
  }

  private static String row(String events, String result) {
    return "| " + events + " | " + result + " |\n";
  }

  private static String result(Sample sample, String event) throws Exception {
    Fault fault = fault(sample, event);
    return fault == null
        ? "passes"
        : "fails at " + code(String.valueOf(fault.path())) + ": " + code(fault.message());
  }

  private static String code(String text) {
    return "`" + text.replace("|", "\\|") + "`";
  }

  private static String absent(Sample sample) throws Exception {
    ObjectNode event = (ObjectNode) JSON.readTree(sample.passing());
    event.remove(sample.field());
    return text(event);
  }

  private static String ofNull(Sample sample) throws Exception {
    ObjectNode event = (ObjectNode) JSON.readTree(sample.passing());
    event.putNull(sample.field());
    return text(event);
  }

  private static String text(ObjectNode event) {
    return event.properties().stream()
        .map(member -> "\"" + member.getKey() + "\": " + member.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** The only fault of an event, or null if it is clean. */
  private static @Nullable Fault fault(Sample sample, String event) throws Exception {
    Contract contract =
        TestContract.with(
            """
            rules:
              - field: %s
                %s: %s
            """
                .formatted(sample.field(), sample.check().label(), sample.argument()));
    SchemaText schema = sample.isAvro() ? DOUBLE : ANY_JSON;
    byte[] payload =
        sample.isAvro()
            ? PlainAvro.encode(JSON.readTree(event), AvroSchemas.parse(schema))
            : event.getBytes(StandardCharsets.UTF_8);
    Verdict verdict =
        new TopicChecker(
                List.of(contract),
                null,
                (ref, readAt) -> new Lookup.Found(schema),
                Tables.ANY,
                Limits.DEFAULT,
                NOON)
            .check(new InMemoryRecord("a", 0, 0, 0, null, Framing.write(7, payload), List.of()));
    if (verdict instanceof Verdict.Dead dead) {
      assertThat(dead.faults().total()).isEqualTo(1);
      return dead.faults().first();
    }
    assertThat(verdict).isInstanceOf(Verdict.Stored.class);
    return null;
  }
}
