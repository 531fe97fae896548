package io.sluice.expression;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.CelContainer;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeType;
import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.runtime.CelEvaluationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The conformance files of the CEL specification, as they are. What is out of scope has messages of
 * Protocol Buffers, which no event has, or is meant for a checker alone. What fails is listed in
 * {@code differences.txt}, with the reason.
 */
class CelConformanceTest {

  /** Must not drop. */
  private static final int PASSING = 1_515;

  private static final Path FOLDER = Path.of("src/test/resources/cel-spec");

  private static final String MESSAGES =
      "(?s).*(TestAllTypes|google\\.protobuf\\.(?!Timestamp|Duration)|object_value|message_type|enum"
          + "|proto[23]|well_known|cel\\.expr).*";

  private record Case(String name, TextProto test) {

    boolean isInScope() {
      return !test.has("check_only")
          && !(test.text("expr") + " " + test.text("container") + test.fields()).matches(MESSAGES);
    }
  }

  @Test
  void resultsAreThoseOfTheSpecification() throws IOException {
    TreeSet<String> failed = new TreeSet<>();
    List<String> groups = differences().stream().filter(line -> line.endsWith("/")).toList();
    int passed = 0;
    int out = 0;
    for (Case one : cases()) {
      if (!one.isInScope()) {
        out++;
      } else if (passes(one.test())) {
        passed++;
      } else {
        failed.add(groups.stream().filter(one.name()::startsWith).findFirst().orElse(one.name()));
      }
    }
    System.out.println(
        "CEL conformance: " + passed + " pass, " + failed.size() + " differ, " + out + " left out");
    assertThat(failed).containsExactlyInAnyOrderElementsOf(differences());
    assertThat(passed).isGreaterThanOrEqualTo(PASSING);
  }

  private static List<String> differences() throws IOException {
    return Files.readAllLines(FOLDER.resolve("differences.txt")).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }

  private static List<Case> cases() throws IOException {
    List<Case> cases = new ArrayList<>();
    try (Stream<Path> files = Files.list(FOLDER)) {
      for (Path file : files.filter(one -> one.toString().endsWith("proto")).sorted().toList()) {
        TextProto all = TextProto.parse(Files.readString(file));
        for (TextProto section : all.messages("section")) {
          for (TextProto test : section.messages("test")) {
            String name = all.text("name") + "/" + section.text("name") + "/" + test.text("name");
            cases.add(new Case(name, test));
          }
        }
      }
    }
    return cases;
  }

  private static boolean passes(TextProto test) {
    boolean isError = test.has("eval_error") || test.has("any_eval_errors");
    Object result;
    try {
      CelValidationResult checked = compiler(test).build().compile(test.text("expr"));
      Budget.renew();
      result = CelLanguage.program(checked.getAst()).eval(bindings(test));
    } catch (CelValidationException | CelEvaluationException e) {
      return isError;
    }
    TextProto expected =
        test.has("typed_result")
            ? test.message("typed_result").message("result")
            : test.message("value");
    return !isError && isSame(result, expected.fields().isEmpty() ? true : value(expected));
  }

  private static CelCompilerBuilder compiler(TextProto test) {
    CelCompilerBuilder builder = CelLanguage.VALUES.toCompilerBuilder();
    if (test.has("container")) {
      builder.setContainer(CelContainer.ofName(test.text("container")));
    }
    for (TextProto declaration : test.messages("type_env")) {
      if (declaration.has("ident")) {
        builder.addVar(
            declaration.text("name"), type(declaration.message("ident").message("type")));
      }
    }
    return builder;
  }

  private static CelType type(TextProto type) {
    if (type.has("list_type")) {
      return ListType.create(type(type.message("list_type").message("elem_type")));
    }
    if (type.has("map_type")) {
      TextProto map = type.message("map_type");
      return MapType.create(type(map.message("key_type")), type(map.message("value_type")));
    }
    return switch (type.text("primitive") + type.text("well_known")) {
      case "INT64" -> SimpleType.INT;
      case "UINT64" -> SimpleType.UINT;
      case "DOUBLE" -> SimpleType.DOUBLE;
      case "STRING" -> SimpleType.STRING;
      case "BYTES" -> SimpleType.BYTES;
      case "BOOL" -> SimpleType.BOOL;
      case "TIMESTAMP" -> SimpleType.TIMESTAMP;
      case "DURATION" -> SimpleType.DURATION;
      default -> SimpleType.DYN;
    };
  }

  private static Map<String, Object> bindings(TextProto test) {
    Map<String, Object> bindings = new HashMap<>();
    for (TextProto binding : test.messages("bindings")) {
      bindings.put(binding.text("key"), value(binding.message("value").message("value")));
    }
    return bindings;
  }

  private static Object value(TextProto value) {
    Map.Entry<String, Object> field = value.fields().get(0);
    String text = field.getValue() instanceof byte[] ? value.text(field.getKey()) : "";
    return switch (field.getKey()) {
      case "int64_value" -> Long.decode(text);
      case "uint64_value" -> UnsignedLong.valueOf(text);
      case "double_value" -> real(text);
      case "string_value", "type_value" -> text;
      case "bytes_value" -> CelByteString.of(value.bytes("bytes_value"));
      case "bool_value" -> Boolean.valueOf(text);
      case "null_value" -> NullValue.NULL_VALUE;
      case "list_value" -> {
        List<Object> list = new ArrayList<>();
        value.message("list_value").messages("values").forEach(one -> list.add(value(one)));
        yield list;
      }
      case "map_value" -> {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (TextProto entry : value.message("map_value").messages("entries")) {
          map.put(value(entry.message("key")), value(entry.message("value")));
        }
        yield map;
      }
      default -> throw new IllegalArgumentException(field.getKey());
    };
  }

  private static double real(String text) {
    return switch (text) {
      case "inf", "infinity", "Infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity", "-Infinity" -> Double.NEGATIVE_INFINITY;
      case "nan", "NaN" -> Double.NaN;
      default -> Double.parseDouble(text);
    };
  }

  private static boolean isSame(Object one, Object other) {
    if (one instanceof TypeType type) {
      return type.containingTypeName().equals(other);
    }
    if (one instanceof Instant || one instanceof Duration) {
      return one.toString().equals(other.toString());
    }
    if (one instanceof List<?> a && other instanceof List<?> b) {
      if (a.size() != b.size()) {
        return false;
      }
      for (int i = 0; i < a.size(); i++) {
        if (!isSame(a.get(i), b.get(i))) {
          return false;
        }
      }
      return true;
    }
    if (one instanceof Map<?, ?> a && other instanceof Map<?, ?> b) {
      return a.size() == b.size()
          && a.entrySet().stream()
              .allMatch(
                  entry ->
                      b.containsKey(entry.getKey())
                          && isSame(entry.getValue(), b.get(entry.getKey())));
    }
    return one.equals(other) || (one.equals(-0.0) && other.equals(0.0));
  }
}
