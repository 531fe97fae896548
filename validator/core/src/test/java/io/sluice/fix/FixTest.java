package io.sluice.fix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.decode.Event;
import io.sluice.decode.TestJson;
import io.sluice.failure.Problem;
import io.sluice.failure.Problems;
import io.sluice.raw.InMemoryRecord;
import io.sluice.type.Absent;
import io.sluice.type.Field;
import io.sluice.type.RecordType;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import io.sluice.yaml.YamlFile;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "set: { field: a, value: 7 }                     | {a: 1}              | {a: 7}",
        "set: { field: b, value: EUR }                   | {a: 1}              | {a: 1, b: 'EUR'}",
        "set: { field: a, expr: message.a * 2 }          | {a: 3}              | {a: 6}",
        "set: { field: 'l[*].b', value: 1 }              | {l: [{}, {b: 2}]}   | {l: [{b: 1},"
            + " {b: 1}]}",
        "set: { field: p.b, value: 1 }                   | {a: 1}              | {a: 1}",
        "rename: { field: a, to: b }                     | {a: 1}              | {b: 1}",
        "rename: { field: c, to: b }                     | {a: 1}              | {a: 1}",
        "cast: { field: a, to: string }                  | {a: 1}              | {a: '1'}",
        "cast: { field: a, to: integer }                 | {a: '12'}           | {a: 12}",
        "cast: { field: a, to: boolean }                 | {a: 'true'}         | {a: true}",
        "default: { field: a, value: 0 }                 | {a: null}           | {a: 0}",
        "default: { field: a, value: 0 }                 | {a: 5}              | {a: 5}",
        "remove: { field: a }                            | {a: 1, b: 2}        | {b: 2}",
        "map: { field: a, values: { payed: PAID } }      | {a: 'payed'}        | {a: 'PAID'}",
        "map: { field: a, values: { payed: PAID } }      | {a: 'open'}         | {a: 'open'}",
        "{ set: { field: a, value: 7 }, when: message.a == 1 } | {a: 1} | {a: 7}",
        "{ set: { field: a, value: 7 }, when: message.a == 1 } | {a: 2} | {a: 2}"
      })
  void step(String step, String before, String after) throws Exception {
    assertThat(fixed(step, json(before))).hasToString(json(after).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rename: { field: a, to: b }    | {a: 1, b: 2} | 'a' cannot be renamed: 'b' already exists",
        "cast: { field: a, to: integer } | {a: 'x'}    | a",
        "set: { field: a, expr: message.b } | {a: 1}   | a",
        "{ set: { field: a, value: 7 }, when: message.b > 1 } | {a: 1} | 'when'"
      })
  void unfixable(String step, String before, String why) throws Exception {
    JsonNode event = json(before);
    assertThatThrownBy(() -> fixed(step, event))
        .isInstanceOf(UnfixableException.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sett: { field: a, value: 7 } | f.yaml:1:3: 'sett' is not a step; did you mean 'set'?",
        "encode2: { version: 1 }      | f.yaml:1:3: 'encode2' is not a step; did you mean"
            + " 'encode'?",
        "set: { field: a }            | f.yaml:1:8: 'set' requires either 'value' or 'expr'",
        "cast: { field: a }           | f.yaml:1:9: 'cast' requires 'to': integer, number,"
            + " string, or boolean"
      })
  void mistake(String step, String problem) {
    Problems problems = new Problems();
    Fix unused = Fix.parse(YamlFile.read("f.yaml", "- " + step.strip(), problems));
    assertThat(problems.all()).extracting(Problem::toString).contains(problem);
  }

  @Test
  void encode() {
    Problems problems = new Problems();
    Fix fix = Fix.parse(YamlFile.read("f.yaml", "- encode: { version: 3 }", problems));
    assertThat(problems.all()).isEmpty();
    assertThat(fix.version()).isEqualTo(3);
    assertThat(fix.steps()).isEmpty();
  }

  @Test
  void expressionsReadNumbersAsTheSchemaDeclaresThem() throws Exception {
    String step = "{ set: { field: a, expr: message.a / 100.0 }, when: message.a * 1.5 > 1 }";
    Type declared = new RecordType("", null, List.of(new Field("a", Scalar.NUMBER, true, null)));
    assertThat(fixed(step, json("{a: 1990}"), declared)).hasToString("{\"a\":19.9}");
    JsonNode untyped = json("{a: 1990}");
    assertThatThrownBy(() -> fixed(step, untyped)).isInstanceOf(UnfixableException.class);
  }

  private static JsonNode fixed(String step, JsonNode event) throws UnfixableException {
    return fixed(step, event, Scalar.JSON);
  }

  private static JsonNode fixed(String step, JsonNode event, Type type) throws UnfixableException {
    Problems problems = new Problems();
    Fix fix = Fix.parse(YamlFile.read("f.yaml", "- " + step.strip(), problems));
    assertThat(problems.all()).isEmpty();
    Event before =
        new Event(
            TestJson.decode(event.toString()),
            Absent.VALUE,
            new InMemoryRecord("orders", 0, 0, 0L, null, new byte[0], List.of()),
            Instant.EPOCH);
    fix.apply(event, before, type);
    return event;
  }

  private static JsonNode json(String text) throws IOException {
    return JSON.reader()
        .with(com.fasterxml.jackson.core.JsonParser.Feature.ALLOW_UNQUOTED_FIELD_NAMES)
        .with(com.fasterxml.jackson.core.JsonParser.Feature.ALLOW_SINGLE_QUOTES)
        .readTree(text);
  }
}
