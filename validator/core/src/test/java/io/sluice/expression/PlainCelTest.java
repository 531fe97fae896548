package io.sluice.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.sluice.decode.Event;
import io.sluice.raw.InMemoryRecord;
import io.sluice.type.Absent;
import io.sluice.type.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Generated expressions give what CEL's Java library gives for them. Intended differences are not
 * generated: decimals, integers beyond 2^53 beside doubles, text beyond U+FFFF, and null. Constant
 * parts without a value are mistakes here and errors there. CEL has a variable with a type for each
 * member, since its checker takes the type of the elements of a list of anything from their first
 * use.
 */
class PlainCelTest {

  private static final CelOptions OPTIONS =
      CelOptions.current().enableHeterogeneousNumericComparisons(true).build();

  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addLibraries(
              CelExtensions.strings(),
              CelExtensions.math(),
              CelExtensions.lists(),
              CelExtensions.sets(OPTIONS))
          .addVar("i", SimpleType.INT)
          .addVar("j", SimpleType.INT)
          .addVar("s", SimpleType.STRING)
          .addVar("t", SimpleType.STRING)
          .addVar("b", SimpleType.BOOL)
          .addVar("l", ListType.create(SimpleType.INT))
          .addVar("w", ListType.create(SimpleType.STRING))
          .addVar("o", MapType.create(SimpleType.STRING, SimpleType.DYN))
          .setResultType(SimpleType.BOOL)
          .build();

  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.legacyCelRuntimeBuilder()
          .setOptions(OPTIONS)
          .addLibraries(
              CelExtensions.strings(),
              CelExtensions.math(),
              CelExtensions.lists(),
              CelExtensions.sets(OPTIONS))
          .build();

  private final Random random = new Random(20261130);

  @Test
  void generatedExpressionsGiveTheSame() throws Exception {
    compare(1_200);
  }

  @Test
  @Tag("full")
  void manyGeneratedExpressionsGiveTheSame() throws Exception {
    compare(50_000);
  }

  private void compare(int expressions) throws Exception {
    Map<Outcome, Integer> counts = new TreeMap<>();
    int mistakes = 0;
    int refused = 0;
    for (int i = 0; i < expressions; i++) {
      String text = bool(4);
      CelValidationResult checked = COMPILER.compile(text.replace("message.", ""));
      if (checked.hasError()) {
        refused++;
        continue;
      }
      CelRuntime.Program plain = RUNTIME.createProgram(checked.getAst());
      Expression ours;
      try {
        ours = io.sluice.expression.CelCompiler.compile(text, Shapes.ANY);
      } catch (ExpressionException e) {
        assertThat(text + ": " + e.getMessage())
            .matches(
                "(?s).*(is not valid|always fails|division by zero|such element|a position cannot be).*");
        mistakes++;
        continue;
      }
      for (int j = 0; j < 4; j++) {
        Map<String, Object> message = message();
        Outcome outcome = ours.evaluate(event(message), Absent.VALUE);
        Object said = said(plain, message);
        if (isLostType(said)) {
          continue;
        }
        assertThat(outcome)
            .as("%s of %s, where CEL says %s", text, message, said)
            .isEqualTo(outcome(said));
        counts.merge(outcome, 1, Integer::sum);
      }
    }
    System.out.println(
        "plain CEL: " + counts + ", mistakes of constants: " + mistakes + ", refused: " + refused);
    assertThat(counts).hasSize(3);
    assertThat(mistakes + refused).isLessThan(expressions / 2);
    counts.values().forEach(count -> assertThat(count).isGreaterThan(expressions / 20));
  }

  private static Outcome outcome(Object said) {
    return said instanceof Boolean holds ? holds ? Outcome.PASS : Outcome.FAIL : Outcome.ERROR;
  }

  /**
   * An intended difference: the library takes an element of what {@code distinct()} and its like
   * give for a list, and finds that its {@code +} cannot add an int to it.
   */
  private static boolean isLostType(Object said) {
    return said.toString().endsWith("'_+_'. Overload candidates: add_list");
  }

  /** The result, or the message of the error. */
  private static Object said(CelRuntime.Program program, Map<String, Object> message) {
    try {
      return program.eval(message);
    } catch (CelEvaluationException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static Event event(Map<String, Object> message) {
    return new Event(
        decoded(message),
        null,
        new InMemoryRecord("t", 0, 0, 0, null, new byte[0], List.of()),
        Instant.EPOCH);
  }

  private static Object decoded(Object value) {
    if (value instanceof Map<?, ?> map) {
      JsonObject object = new JsonObject();
      map.forEach((name, member) -> object.put((String) name, decoded(member)));
      return object;
    }
    return value;
  }

  private Map<String, Object> message() {
    Map<String, Object> message = new TreeMap<>();
    message.put("i", (long) random.nextInt(7) - 3);
    message.put("j", random.nextInt(4) == 0 ? Long.MAX_VALUE : random.nextInt(100));
    message.replace("j", ((Number) message.get("j")).longValue());
    message.put("s", word());
    message.put("t", word());
    message.put("b", random.nextBoolean());
    List<Object> numbers = new ArrayList<>();
    List<Object> words = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      numbers.add((long) random.nextInt(5));
      words.add(word());
    }
    message.put("l", numbers);
    message.put("w", words);
    message.put("o", Map.of("a", (long) random.nextInt(3), "b", word()));
    return message;
  }

  private String word() {
    return pick(
        "", "a", "b", "ab", "Aba", "é", "\uff21", "a-b", "10", "-1", "2024-01-31T00:00:00Z");
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String bool(int depth) {
    if (depth == 0) {
      return pick("true", "message.b", "message.i > 0", "message.s == 'a'", "has(message.o.a)");
    }
    int next = depth - 1;
    return switch (random.nextInt(14)) {
      case 0 -> "(" + bool(next) + " && " + bool(next) + ")";
      case 1 -> "(" + bool(next) + " || " + bool(next) + ")";
      case 2 -> "!(" + bool(next) + ")";
      case 3 -> "(" + bool(next) + " ? " + bool(next) + " : " + bool(next) + ")";
      case 4 -> number(next) + pick(" < ", " <= ", " > ", " >= ", " == ", " != ") + number(next);
      case 5 -> text(next) + pick(" < ", " <= ", " > ", " >= ", " == ", " != ") + text(next);
      case 6 -> text(next) + pick(".contains(", ".startsWith(", ".endsWith(") + text(next) + ")";
      case 7 -> number(next) + " in " + list(next);
      case 8 ->
          list(next) + pick(".all(", ".exists(", ".exists_one(") + "x, x > " + number(next) + ")";
      case 9 ->
          pick("sets.contains(", "sets.intersects(", "sets.equivalent(")
              + list(next)
              + ", "
              + list(next)
              + ")";
      case 10 ->
          "dyn(" + number(next) + ")" + pick(" < ", " >= ", " == ") + pick("0.5", "2.0", "2u");
      case 11 -> text(next) + ".matches(" + pick("'^a'", "'[0-9]+$'", "message.s") + ")";
      case 12 -> list(next) + " == " + list(next);
      default -> "timestamp(" + text(next) + ") > timestamp('2020-01-01T00:00:00Z')";
    };
  }

  private String number(int depth) {
    if (depth == 0) {
      return pick("0", "1", "2", "-7", "message.i", "message.j", "message.o.a", "size(message.s)");
    }
    int next = depth - 1;
    return switch (random.nextInt(8)) {
      case 0, 1 ->
          "(" + number(next) + pick(" + ", " - ", " * ", " / ", " % ") + number(next) + ")";
      case 2 -> "size(" + pick(text(next), list(next)) + ")";
      case 3 -> list(next) + "[" + number(next) + "]";
      case 4 -> "int(" + text(next) + ")";
      case 5 -> pick("math.greatest(", "math.least(") + number(next) + ", " + number(next) + ")";
      case 6 -> text(next) + pick(".indexOf(", ".lastIndexOf(") + text(next) + ")";
      default -> number(0);
    };
  }

  private String text(int depth) {
    if (depth == 0) {
      return pick("''", "'a'", "'ab'", "message.s", "message.t", "message.o.b");
    }
    int next = depth - 1;
    return switch (random.nextInt(8)) {
      case 0 -> "(" + text(next) + " + " + text(next) + ")";
      case 1 -> text(next) + ".substring(" + number(next) + ")";
      case 2 -> text(next) + pick(".upperAscii()", ".lowerAscii()", ".trim()", ".reverse()");
      case 3 -> text(next) + ".replace(" + text(next) + ", " + text(next) + ")";
      case 4 -> "string(" + number(next) + ")";
      case 5 -> text(next) + ".charAt(" + number(next) + ")";
      case 6 -> text(next) + ".split(" + text(next) + ").join('-')";
      default -> text(0);
    };
  }

  private String list(int depth) {
    if (depth == 0) {
      return pick("[1, 2]", "message.l", "[message.i, 3]", "[message.j]");
    }
    int next = depth - 1;
    return switch (random.nextInt(8)) {
      case 0 -> "(" + list(next) + " + " + list(next) + ")";
      case 1 -> list(next) + ".map(x, x + " + number(next) + ")";
      case 2 -> list(next) + ".filter(x, x > " + number(next) + ")";
      case 3 -> list(next) + pick(".distinct()", ".reverse()", ".sort()");
      case 4 -> list(next) + ".slice(0, " + number(next) + ")";
      case 5 -> "[" + number(next) + "]";
      case 6 -> list(next) + ".sortBy(x, 0 - x)";
      default -> list(0);
    };
  }
}
