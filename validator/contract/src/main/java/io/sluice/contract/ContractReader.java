package io.sluice.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.failure.FilePlace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads contracts from their canonical JSON; see {@link ContractJson}. */
final class ContractReader {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ContractReader() {}

  static Contract read(String json) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException("not the JSON of a contract", e);
    }
    JsonNode places = root.path("places");
    JsonNode key = root.path("key");
    Map<String, String> files = new LinkedHashMap<>();
    root.path("files").forEach(file -> files.put(text(file, "name"), text(file, "text")));
    return new Contract(
        text(root, "file"),
        text(root, "name"),
        text(root, "owner"),
        optional(root, "description"),
        optional(root, "contact"),
        constant(root, "mode", Contract.Mode.class),
        readSource(root.path("source")),
        new Contract.Key(constant(key, "format", Contract.Format.class), optional(key, "column")),
        readValue(root.path("value")),
        readTable(root.path("table"), places),
        text(root, "deadLetterTopic"),
        readBreaker(root.path("breaker")),
        pairs(root.path("rules"), places.path("rules"), ContractReader::readRule),
        text(root, "rulesVersion"),
        text(root, "text"),
        files,
        readKeys(places));
  }

  private static Contract.Source readSource(JsonNode node) {
    JsonNode match = node.path("match");
    return new Contract.Source(
        each(node.path("topics"), JsonNode::asText),
        optional(node, "topicPattern"),
        new Contract.Match(
            optional(match, "recordName"),
            texts(match.path("headers")),
            texts(match.path("fields"))),
        constant(node, "unmatched", Contract.Unmatched.class));
  }

  private static Contract.Value readValue(JsonNode node) {
    JsonNode versions = node.path("versions");
    return new Contract.Value(
        new ValueFormat(text(node, "format")),
        text(node, "subject"),
        versions.isObject()
            ? new VersionRange(versions.path("least").intValue(), versions.path("most").intValue())
            : null,
        new JsonValidation(
            constant(node, "engine", JsonEngine.class), node.path("assertFormats").booleanValue()),
        optional(node, "schemaFile"),
        optional(node, "schemaText"));
  }

  private static Contract.Table readTable(JsonNode node, JsonNode places) {
    return new Contract.Table(
        text(node, "name"),
        pairs(
            node.path("partitionBy"),
            places.path("partitionBy"),
            (one, place) ->
                new Contract.Partition(
                    constant(one, "transform", Contract.Transform.class),
                    text(one, "column"),
                    one.path("width").intValue(),
                    readPlace(place))),
        constant(node, "evolution", Contract.Evolution.class),
        constant(node, "distribution", Contract.Distribution.class),
        pairs(
            node.path("sortBy"),
            places.path("sortBy"),
            (one, place) ->
                new Contract.Sort(
                    text(one, "column"), one.path("descending").booleanValue(), readPlace(place))),
        texts(node.path("properties")),
        node.path("traceId").booleanValue());
  }

  private static Contract.Breaker readBreaker(JsonNode node) {
    return new Contract.Breaker(
        node.path("deadShare").doubleValue(),
        Duration.ofMillis(node.path("windowMillis").longValue()),
        node.path("least").intValue(),
        node.path("consecutive").intValue(),
        constant(node, "action", Contract.BreakerAction.class));
  }

  private static Contract.Rule readRule(JsonNode node, JsonNode places) {
    return new Contract.Rule(
        text(node, "id"),
        optional(node, "field"),
        constant(node, "check", CheckName.class),
        readArgument(node.path("argument")),
        optional(node, "when"),
        constant(node, "onFailure", Contract.OnFailure.class),
        optional(node, "message"),
        new Contract.Places(
            readPlace(places.path("rule")),
            places.has("field") ? readPlace(places.path("field")) : null,
            readPlace(places.path("argument")),
            places.has("when") ? readPlace(places.path("when")) : null));
  }

  private static Argument readArgument(JsonNode node) {
    if (node.has("list")) {
      return new Argument.Items(each(node.path("list"), ContractReader::readConstant));
    }
    JsonNode range = node.path("range");
    return range.isObject()
        ? new Argument.Range(readConstant(range.path("least")), readConstant(range.path("most")))
        : readConstant(node);
  }

  private static Argument.Constant readConstant(JsonNode node) {
    String kind = node.isEmpty() ? "" : node.fieldNames().next();
    String text = text(node, kind);
    return switch (kind) {
      case "text" -> new Argument.Text(text);
      case "number" -> new Argument.Numeral(text);
      case "flag" -> new Argument.Flag(text);
      case "count" -> new Argument.Count(Integer.parseInt(text));
      case "duration" -> new Argument.Span(text);
      case "placeholder" -> new Argument.Placeholder(text);
      default -> throw new IllegalArgumentException("there is no argument '" + kind + "'");
    };
  }

  private static WrittenKeys readKeys(JsonNode places) {
    Map<String, FilePlace> keys = new LinkedHashMap<>();
    places
        .path("keys")
        .properties()
        .forEach(one -> keys.put(one.getKey(), readPlace(one.getValue())));
    return new WrittenKeys(readPlace(places.path("file")), keys);
  }

  private static FilePlace readPlace(JsonNode node) {
    return new FilePlace(
        text(node, "file"),
        node.path("line").intValue(),
        node.path("column").intValue(),
        node.path("textColumn").intValue());
  }

  private static <T extends Enum<T>> T constant(JsonNode node, String member, Class<T> type) {
    return Enum.valueOf(type, text(node, member));
  }

  private static String text(JsonNode node, String member) {
    String text = optional(node, member);
    if (text == null) {
      throw new IllegalArgumentException("not the JSON of a contract: '" + member + "' is missing");
    }
    return text;
  }

  private static @Nullable String optional(JsonNode node, String member) {
    return node.path(member).textValue();
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new LinkedHashMap<>();
    node.fieldNames().forEachRemaining(name -> texts.put(name, text(node, name)));
    return texts;
  }

  static <T> List<T> each(JsonNode list, Function<JsonNode, T> read) {
    List<T> all = new ArrayList<>();
    list.forEach(one -> all.add(read.apply(one)));
    return List.copyOf(all);
  }

  /** What two lists have at the same places. */
  private static <T> List<T> pairs(
      JsonNode list, JsonNode places, BiFunction<JsonNode, JsonNode, T> read) {
    List<T> all = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      all.add(read.apply(list.path(i), places.path(i)));
    }
    return List.copyOf(all);
  }
}
