package io.sluice.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contract.Contract.BreakerAction;
import io.sluice.contract.Contract.Distribution;
import io.sluice.contract.Contract.Evolution;
import io.sluice.contract.Contract.Mode;
import io.sluice.contract.Contract.OnFailure;
import io.sluice.contract.Contract.Unmatched;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The JSON Schema of contract files, by which editors complete and check them. It knows less than
 * the parser, and refuses nothing that the parser takes.
 */
public final class ContractSchema {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ContractSchema() {}

  /** The schema, draft 7, which editors know best. */
  public static JsonNode build() {
    ObjectNode root = object(List.of("apiVersion", "kind", "name", "owner", "source", "table"));
    root.put("$schema", "http://json-schema.org/draft-07/schema#");
    root.put("title", "Sluice contract");
    ObjectNode members = members(root);
    members.set("apiVersion", constant("sluice/v1alpha1"));
    members.set("kind", constant("Contract"));
    members.set("name", text("A letter, then letters, digits, - and _."));
    members.set("owner", text("The team that answers for the data."));
    members.set("description", text("For people."));
    members.set("contact", text("Where to reach the owner."));
    members.set("tags", texts("For people."));
    members.set("mode", choice(Mode.class, "observe: faults of schema and rules become warnings."));
    members.set("source", source());
    members.set("key", key());
    members.set("value", value());
    members.set("table", table());
    members.set("deadLetter", deadLetter());
    members.set("breaker", breaker());
    members.set(
        "include",
        list(JSON.createObjectNode())
            .put(
                "description", "Files of shared rules, or { file: .., with: { parameter: .. } }."));
    members.set("rules", list(rule()));
    members.set("tests", list(test()));
    return root;
  }

  private static ObjectNode source() {
    ObjectNode source = object(List.of());
    ObjectNode members = members(source);
    members.set("topics", texts("Names of topics."));
    members.set("topicPattern", text("A regular expression for whole names of topics."));
    members.set("unmatched", choice(Unmatched.class, "Records that no contract matches."));
    ObjectNode match = object(List.of());
    members(match).set("recordName", text("Avro's full name, or a JSON Schema's title."));
    members(match).set("header", JSON.createObjectNode().put("type", "object"));
    members(match).set("field", JSON.createObjectNode().put("type", "object"));
    members.set("match", match);
    return source;
  }

  private static ObjectNode key() {
    ObjectNode key = object(List.of());
    members(key)
        .set(
            "format",
            strings(
                List.of("string", "long", "avro", "json", "bytes", "none"), "How keys are read."));
    members(key).set("column", text("The column that keeps the key."));
    return key;
  }

  private static ObjectNode value() {
    ObjectNode value = object(List.of());
    members(value)
        .set(
            "format",
            strings(
                Stream.concat(
                        Stream.of("registry", "avro", "json"),
                        ValueLanguage.all().stream().map(ValueLanguage::name))
                    .distinct()
                    .toList(),
                "What values without wire format are."));
    members(value).set("schema", text("The schema's file, for values without wire format."));
    members(value)
        .set("versions", text("Versions of the subject that are taken: 3, '>=2', '<=4', 2..4."));
    members(value)
        .set("engine", choice(JsonEngine.class, "What applies JSON Schemas; sluice by default."));
    members(value)
        .set(
            "formats",
            choice(
                ValueParser.Formats.class,
                "Whether JSON Schema's format is demanded; annotate, with everit assert."));
    members(value).set("subject", text("Where the schema is in the registry and under schemas/."));
    return value;
  }

  private static ObjectNode table() {
    ObjectNode table = object(List.of("name"));
    ObjectNode members = members(table);
    members.set("name", text("Namespace and table; may hold {topic}."));
    members.set("write", constant("append"));
    members.set("partitionBy", texts("day(created_at), country, 'bucket(16, id)'."));
    members.set("sortBy", texts("For compaction: created_at, 'id desc'."));
    members.set("evolution", choice(Evolution.class, "How far the gate may change columns."));
    members.set("distribution", choice(Distribution.class, "Which subtask writes a row."));
    members.set("properties", JSON.createObjectNode().put("type", "object"));
    members.set(
        "traceId",
        JSON.createObjectNode()
            .put("type", "boolean")
            .put("description", "Whether rows have a column _trace_id."));
    return table;
  }

  private static ObjectNode deadLetter() {
    ObjectNode deadLetter = object(List.of());
    members(deadLetter).set("topic", text("Where dead letters go; may hold {topic}."));
    return deadLetter;
  }

  private static ObjectNode breaker() {
    ObjectNode breaker = object(List.of());
    ObjectNode members = members(breaker);
    members.set(
        "deadShare",
        JSON.createObjectNode()
            .put("type", "number")
            .put("exclusiveMinimum", 0)
            .put("maximum", 1)
            .put("description", "Of the records in a window; 0.5 unless it is said."));
    members.set("window", text("A duration; 1m unless it is said."));
    for (String count : List.of("least", "consecutive")) {
      members.set(count, JSON.createObjectNode().put("type", "integer").put("minimum", 1));
    }
    members.set("action", choice(BreakerAction.class, "alert, or hold the partitions too."));
    return breaker;
  }

  private static ObjectNode rule() {
    ObjectNode rule = object(List.of());
    ObjectNode members = members(rule);
    members.set("id", text("Defaults to field.check."));
    members.set("field", text("a.b, lines[*].sku, attrs['odd.name'], $key.id, $headers.x"));
    members.set("when", text("CEL: the rule applies only where it is true."));
    members.set("onFailure", choice(OnFailure.class, "What happens to the record."));
    members.set("message", text("For people, in place of the check's own words."));
    members.set("doc", text("Why the rule is there."));
    members.set("tags", texts("For people."));
    members.set("dimension", choice(Dimension.class, "What aspect of quality it is about."));
    for (CheckName check : CheckName.values()) {
      ObjectNode argument = argument(check);
      argument.put("description", check.passes());
      members.set(check.label(), argument);
    }
    return rule;
  }

  private static ObjectNode argument(CheckName check) {
    ObjectNode schema = JSON.createObjectNode();
    return switch (check.takes()) {
      case TRUE -> schema.put("const", true);
      case LIST -> schema.put("type", "array").put("minItems", 1);
      case NUMBER -> schema.put("type", "number").put("exclusiveMinimum", 0);
      case LENGTH -> schema.put("type", "integer").put("minimum", 0);
      case DURATION, REGEX, PATH, NAME -> schema.put("type", "string");
      default -> schema;
    };
  }

  private static ObjectNode test() {
    ObjectNode test = object(List.of("name", "expect"));
    ObjectNode members = members(test);
    members.set("name", text("What the event shows."));
    members.set("event", JSON.createObjectNode().put("description", "Plain JSON, also for Avro."));
    members.set("eventFile", text("A file with the event."));
    members.set("text", text("The payload as it is."));
    members.set("key", JSON.createObjectNode());
    members.set("headers", JSON.createObjectNode().put("type", "object"));
    members.set("now", text("The moment at which it is judged."));
    members.set("schema", JSON.createObjectNode().put("type", "integer").put("minimum", 1));
    members.set(
        "expect",
        JSON.createObjectNode()
            .put("description", "clean, dropped, held, { warned: [ids] } or { dead: [ids] }"));
    return test;
  }

  private static ObjectNode object(List<String> required) {
    ObjectNode object = JSON.createObjectNode();
    object.put("type", "object").put("additionalProperties", false);
    if (!required.isEmpty()) {
      object.set("required", JSON.valueToTree(required));
    }
    object.putObject("properties");
    return object;
  }

  private static ObjectNode members(ObjectNode object) {
    return (ObjectNode) object.get("properties");
  }

  private static ObjectNode list(ObjectNode element) {
    ObjectNode list = JSON.createObjectNode().put("type", "array");
    list.set("items", element);
    return list;
  }

  private static ObjectNode text(String description) {
    // a name may look like a number
    ObjectNode text = JSON.createObjectNode();
    text.putArray("type").add("string").add("number").add("boolean");
    return text.put("description", description);
  }

  private static ObjectNode texts(String description) {
    return list(JSON.createObjectNode()).put("description", description);
  }

  private static ObjectNode constant(String value) {
    return JSON.createObjectNode().put("const", value);
  }

  private static ObjectNode choice(Class<? extends Enum<?>> type, String description) {
    return strings(
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .toList(),
        description);
  }

  private static ObjectNode strings(List<String> values, String description) {
    ObjectNode schema = JSON.createObjectNode();
    schema.set("enum", JSON.valueToTree(values));
    return schema.put("description", description);
  }
}
