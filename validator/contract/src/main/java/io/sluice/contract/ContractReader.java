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
import java.util.function.Predicate;
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
    array(root, "files").forEach(file -> files.put(text(file, "name"), text(file, "text")));
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
        pairs("rules", root, places, ContractReader::readRule),
        text(root, "rulesVersion"),
        text(root, "text"),
        files,
        readKeys(places));
  }

  private static Contract.Source readSource(JsonNode node) {
    JsonNode match = node.path("match");
    return new Contract.Source(
        each(array(node, "topics"), JsonNode::textValue),
        optional(node, "topicPattern"),
        new Contract.Match(
            optional(match, "recordName"),
            texts(object(match, "headers")),
            texts(object(match, "fields"))),
        constant(node, "unmatched", Contract.Unmatched.class));
  }

  private static Contract.Value readValue(JsonNode node) {
    JsonNode versions = node.path("versions");
    return new Contract.Value(
        new ValueFormat(text(node, "format")),
        text(node, "subject"),
        versions.isObject()
            ? new VersionRange(
                number(versions, "least").intValue(), number(versions, "most").intValue())
            : null,
        new JsonValidation(constant(node, "engine", JsonEngine.class), flag(node, "assertFormats")),
        optional(node, "schemaFile"),
        optional(node, "schemaText"));
  }

  private static Contract.Table readTable(JsonNode node, JsonNode places) {
    return new Contract.Table(
        text(node, "name"),
        pairs(
            "partitionBy",
            node,
            places,
            (one, place) ->
                new Contract.Partition(
                    constant(one, "transform", Contract.Transform.class),
                    text(one, "column"),
                    number(one, "width").intValue(),
                    readPlace(place))),
        constant(node, "evolution", Contract.Evolution.class),
        constant(node, "distribution", Contract.Distribution.class),
        pairs(
            "sortBy",
            node,
            places,
            (one, place) ->
                new Contract.Sort(text(one, "column"), flag(one, "descending"), readPlace(place))),
        texts(object(node, "properties")),
        flag(node, "traceId"));
  }

  private static Contract.Breaker readBreaker(JsonNode node) {
    return new Contract.Breaker(
        number(node, "deadShare").doubleValue(),
        Duration.ofMillis(number(node, "windowMillis").longValue()),
        number(node, "least").intValue(),
        number(node, "consecutive").intValue(),
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
        number(node, "line").intValue(),
        number(node, "column").intValue(),
        number(node, "textColumn").intValue());
  }

  private static <T extends Enum<T>> T constant(JsonNode node, String member, Class<T> type) {
    return Enum.valueOf(type, text(node, member));
  }

  private static String text(JsonNode node, String member) {
    return required(node, member, JsonNode::isTextual).textValue();
  }

  private static @Nullable String optional(JsonNode node, String member) {
    return node.has(member) ? text(node, member) : null;
  }

  private static JsonNode number(JsonNode node, String member) {
    return required(node, member, JsonNode::isNumber);
  }

  private static boolean flag(JsonNode node, String member) {
    return required(node, member, JsonNode::isBoolean).booleanValue();
  }

  private static JsonNode array(JsonNode node, String member) {
    return required(node, member, JsonNode::isArray);
  }

  private static JsonNode object(JsonNode node, String member) {
    return required(node, member, JsonNode::isObject);
  }

  private static JsonNode required(JsonNode node, String member, Predicate<JsonNode> isFit) {
    JsonNode value = node.path(member);
    if (!isFit.test(value)) {
      throw new IllegalArgumentException(
          "not the JSON of a contract: '" + member + "' is missing or of another type");
    }
    return value;
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

  /** Reads the elements of the lists with one name in two objects, pair by pair. */
  private static <T> List<T> pairs(
      String name, JsonNode node, JsonNode places, BiFunction<JsonNode, JsonNode, T> read) {
    JsonNode values = array(node, name);
    JsonNode placesOf = array(places, name);
    List<T> all = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      all.add(read.apply(values.path(i), placesOf.path(i)));
    }
    return List.copyOf(all);
  }
}
