package io.sluice.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.check.TopicChecker;
import io.sluice.contract.Contract;
import io.sluice.contract.TestContract;
import io.sluice.decode.AvroSchemas;
import io.sluice.decode.Event;
import io.sluice.decode.TestJson;
import io.sluice.docs.GeneratedPart;
import io.sluice.language.avro.PlainAvro;
import io.sluice.limit.Limits;
import io.sluice.raw.InMemoryRecord;
import io.sluice.row.Tables;
import io.sluice.schema.Lookup;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaText;
import io.sluice.type.DecimalType;
import io.sluice.type.Field;
import io.sluice.type.RecordType;
import io.sluice.type.RecordValue;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import io.sluice.verdict.Verdict;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Numbers are what the schema says they are, however they are written. */
class NumbersTest {

  private record Kind(String name, SchemaText schema, Type type, List<String> spellings) {}

  private static final List<String> OF_JSON = List.of("5", "5.0", "5e0", "5.5");

  private static final List<Kind> KINDS =
      List.of(
          json("integer", "{\"type\": \"integer\"}", Scalar.LONG),
          json("number", "{\"type\": \"number\"}", Scalar.NUMBER),
          json("not declared", "true", Scalar.JSON),
          avro("long", "\"long\"", Scalar.LONG, "5"),
          avro("double", "\"double\"", Scalar.DOUBLE, "5.0", "5.5"),
          avro(
              "decimal(9, 2)",
              "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 9, \"scale\": 2}",
              new DecimalType(9, 2),
              "5.00",
              "5.50"));

  private static final List<String> EXPRESSIONS =
      List.of("message.n / 2", "message.n * 1.1", "message.n == 5.0", "message.n > 5u");

  private static Kind json(String name, String type, Type declared) {
    String schema = "{\"type\": \"object\", \"properties\": {\"n\": " + type + "}}";
    return new Kind(
        "JSON Schema: " + name,
        new SchemaText(SchemaFormat.JSON, schema, Map.of()),
        declared,
        OF_JSON);
  }

  private static Kind avro(String name, String type, Type declared, String... spellings) {
    String schema =
        "{\"type\": \"record\", \"name\": \"R\", \"fields\": [{\"name\": \"n\", \"type\": "
            + type
            + "}]}";
    return new Kind(
        "Avro: " + name,
        new SchemaText(SchemaFormat.AVRO, schema, Map.of()),
        declared,
        List.of(spellings));
  }

  @Test
  void theTableInTheDocs() throws Exception {
    StringBuilder table =
        new StringBuilder(
            "| schema | written | in expressions | `n / 2` | `n * 1.1` | `n == 5.0` | `n > 5u` |"
                + " `multiple_of: 5` | column |\n|---|---|---|---|---|---|---|---|---|\n");
    for (Kind kind : KINDS) {
      for (String spelling : kind.spellings()) {
        table.append(row(kind, spelling));
      }
    }
    GeneratedPart.require("expressions.md", "numbers", table.toString());
  }

  private static String row(Kind kind, String spelling) throws Exception {
    Verdict verdict = verdict(kind, spelling);
    StringBuilder row = new StringBuilder("| " + kind.name() + " | " + spelling);
    if (verdict instanceof Verdict.Dead dead && dead.faults().first().rule() == null) {
      return row.append(" | fault `" + dead.faults().first().code() + "` | | | | | | |\n")
          .toString();
    }
    Event event = event(kind, spelling);
    row.append(" | ").append(type(evaluate("message.n", event, kind)));
    for (String expression : EXPRESSIONS) {
      row.append(" | ").append(words(evaluate(expression, event, kind)));
    }
    row.append(verdict instanceof Verdict.Dead ? " | fails | " : " | passes | ");
    return row.append(column(kind, spelling)).append(" |\n").toString();
  }

  private static Object evaluate(String expression, Event event, Kind kind) throws Exception {
    RecordType message =
        new RecordType("", null, List.of(new Field("n", kind.type(), false, null)));
    try {
      return CelLanguage.program(CelLanguage.tree(CelLanguage.VALUES, expression))
          .eval(new Bindings(event, null, new Shapes(message, Scalar.JSON, Scalar.JSON)));
    } catch (dev.cel.runtime.CelEvaluationException e) {
      return "rule_error";
    }
  }

  private static String type(Object value) {
    return CelValues.describe(value).replaceAll("^an? ", "");
  }

  private static String words(Object value) {
    return value.equals("rule_error") ? "`rule_error`" : value.toString();
  }

  private static Event event(Kind kind, String spelling) {
    Object value;
    if (kind.schema().format().equals(SchemaFormat.JSON)) {
      value = TestJson.decode("{\"n\": " + spelling + "}");
    } else {
      RecordType type =
          new RecordType("R", null, List.of(new Field("n", kind.type(), false, null)));
      BigDecimal number = new BigDecimal(spelling);
      Object n =
          kind.type() == Scalar.LONG
              ? (Object) number.longValueExact()
              : kind.type() == Scalar.DOUBLE ? (Object) number.doubleValue() : number;
      value = new RecordValue(type, new Object[] {n});
    }
    return new Event(
        value, null, new InMemoryRecord("t", 0, 0, 0, null, new byte[0], List.of()), Instant.EPOCH);
  }

  private static Verdict verdict(Kind kind, String spelling) throws Exception {
    return check(kind, spelling, "rules: [{ field: n, multiple_of: 5 }]");
  }

  private static String column(Kind kind, String spelling) throws Exception {
    Verdict verdict = check(kind, spelling, "rules: []");
    Object value = Objects.requireNonNull(((Verdict.Stored) verdict).row().values()[0]);
    String type =
        value instanceof Long
            ? "long"
            : value instanceof Double
                ? "double"
                : value instanceof BigDecimal ? "decimal(9, 2)" : "JSON text";
    return type + " " + value;
  }

  private static Verdict check(Kind kind, String spelling, String rules) throws Exception {
    Contract contract =
        TestContract.parse(
            """
                apiVersion: sluice/v1alpha1
                kind: Contract
                name: a
                owner: me
                source: { topics: [a] }
                table: { name: a.b }
                %s
                """
                .formatted(rules));
    byte[] payload =
        kind.schema().format().equals(SchemaFormat.JSON)
            ? ("{\"n\": " + spelling + "}").getBytes(StandardCharsets.UTF_8)
            : PlainAvro.encode(
                new com.fasterxml.jackson.databind.ObjectMapper()
                    .readTree(
                        "{\"n\": "
                            + (kind.type() instanceof DecimalType
                                ? "\"" + spelling + "\""
                                : spelling)
                            + "}"),
                AvroSchemas.parse(kind.schema()));
    byte[] value =
        ByteBuffer.allocate(5 + payload.length).put((byte) 0).putInt(7).put(payload).array();
    return new TopicChecker(
            List.of(contract),
            null,
            (ref, readAt) -> new Lookup.Found(kind.schema()),
            Tables.ANY,
            Limits.DEFAULT,
            Clock.systemUTC())
        .check(new InMemoryRecord("a", 0, 0, 0, null, value, List.of()));
  }

  @Test
  void arithmeticIsThatOfBigDecimal() throws Exception {
    compare(2_000);
  }

  @Test
  @Tag("full")
  void arithmeticIsThatOfBigDecimalManyTimes() throws Exception {
    compare(100_000);
  }

  private static void compare(int rounds) throws Exception {
    Random random = new Random(20261130);
    List<String> operators = List.of("+", "-", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=");
    Kind number = KINDS.get(1);
    for (int i = 0; i < rounds; i++) {
      BigDecimal a = decimal(random);
      BigDecimal b = random.nextInt(8) == 0 ? a.setScale(a.scale() + 2) : decimal(random);
      String operator = operators.get(random.nextInt(operators.size()));
      Event event =
          new Event(
              TestJson.decode("{\"n\": " + a + ", \"m\": " + b + "}"),
              null,
              new InMemoryRecord("t", 0, 0, 0, null, new byte[0], List.of()),
              Instant.EPOCH);
      RecordType message =
          new RecordType(
              "",
              null,
              List.of(
                  new Field("n", number.type(), false, null),
                  new Field("m", number.type(), false, null)));
      Object result;
      try {
        result =
            CelLanguage.program(
                    CelLanguage.tree(CelLanguage.VALUES, "message.n " + operator + " message.m"))
                .eval(new Bindings(event, null, new Shapes(message, Scalar.JSON, Scalar.JSON)));
      } catch (dev.cel.runtime.CelEvaluationException e) {
        result = "error";
      }
      Object expected = expected(a, operator, b);
      assertThat(result instanceof Decimal decimal ? decimal.value().stripTrailingZeros() : result)
          .as("%s %s %s", a, operator, b)
          .isEqualTo(expected instanceof BigDecimal exact ? exact.stripTrailingZeros() : expected);
    }
  }

  private static BigDecimal decimal(Random random) {
    long whole = random.nextLong() >> random.nextInt(64);
    return new BigDecimal(whole).scaleByPowerOfTen(-random.nextInt(6));
  }

  private static Object expected(BigDecimal a, String operator, BigDecimal b) {
    boolean isZero = b.signum() == 0;
    return switch (operator) {
      case "+" -> a.add(b);
      case "-" -> a.subtract(b);
      case "*" -> a.multiply(b);
      case "/" -> isZero ? "error" : a.divide(b, MathContext.DECIMAL128);
      case "%" -> isZero ? "error" : a.remainder(b);
      case "<" -> a.compareTo(b) < 0;
      case "<=" -> a.compareTo(b) <= 0;
      case ">" -> a.compareTo(b) > 0;
      case ">=" -> a.compareTo(b) >= 0;
      case "==" -> a.compareTo(b) == 0;
      default -> a.compareTo(b) != 0;
    };
  }
}
