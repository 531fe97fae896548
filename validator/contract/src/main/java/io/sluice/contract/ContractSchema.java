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
 * The JSON Schema of contract files, for completion and checks in editors. It checks less than the
 * parser and accepts everything that the parser accepts.
 */
public final class ContractSchema {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ContractSchema() {}

  /** The schema in draft 7, which editors support best. */
  public static JsonNode build() {
    ObjectNode root = object(List.of("apiVersion", "kind", "name", "owner", "source", "table"));
    root.put("$schema", "http://json-schema.org/draft-07/schema#");
    root.put("title", "Sluice contract");
    ObjectNode members = members(root);
    members.set("apiVersion", constant("sluice/v1alpha1"));
    members.set("kind", constant("Contract"));
    members.set(
        "name",
        text("The name of the contract: a letter, followed by letters, digits, '-', or '_'."));
    members.set("owner", text("The team that owns the data."));
    members.set("description", text("A description of the data for readers."));
    members.set("contact", text("How to reach the owner, such as a chat channel."));
    members.set("tags", texts("Labels for readers. They do not affect verdicts."));
    members.set(
        "mode",
        choice(
            Mode.class,
            "enforce rejects records with faults; observe turns"
                + " schema and rule faults into warnings."));
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
                "description",
                "Files with shared rules, or { file: .., with: { parameter: .. } }."));
    members.set("rules", list(rule()));
    members.set("tests", list(test()));
    return root;
  }

  private static ObjectNode source() {
    ObjectNode source = object(List.of());
    ObjectNode members = members(source);
    members.set("topics", texts("The names of the topics to read."));
    members.set("topicPattern", text("A regular expression that must match the whole topic name."));
    members.set(
        "unmatched", choice(Unmatched.class, "What happens to a record that no contract matches."));
    ObjectNode match = object(List.of());
    members(match)
        .set(
            "recordName",
            text("The full name of the Avro record, or the title of the JSON Schema."));
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
                List.of("string", "long", "avro", "json", "bytes", "none"), "The format of keys."));
    members(key).set("column", text("The column that stores the key."));
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
                "The format of values. With registry, Sluice uses the schema that each value refers to."));
    members(value).set("schema", text("The schema file for values that do not refer to a schema."));
    members(value)
        .set("versions", text("The accepted versions of the subject: 3, '>=2', '<=4', or 2..4."));
    members(value)
        .set(
            "engine",
            choice(JsonEngine.class, "The validator for JSON Schema. The default is sluice."));
    members(value)
        .set(
            "formats",
            choice(
                ValueParser.Formats.class,
                "Whether JSON Schema's format keyword is enforced. The default is annotate, or"
                    + " assert with everit."));
    members(value)
        .set(
            "subject",
            text(
                "The subject of the schema in the registry and under"
                    + " schemas/. Can contain {topic}."));
    return value;
  }

  private static ObjectNode table() {
    ObjectNode table = object(List.of("name"));
    ObjectNode members = members(table);
    members.set("name", text("The namespace and name of the table. Can contain {topic}."));
    members.set("write", constant("append"));
    members.set(
        "partitionBy",
        texts("Partition fields, such as day(created_at), country, or 'bucket(16, id)'."));
    members.set("sortBy", texts("The sort order for compaction, such as created_at or 'id desc'."));
    members.set(
        "evolution",
        choice(Evolution.class, "How a new schema version can change the table's columns."));
    members.set(
        "distribution", choice(Distribution.class, "How rows are distributed among subtasks."));
    members.set("properties", JSON.createObjectNode().put("type", "object"));
    members.set(
        "traceId",
        JSON.createObjectNode()
            .put("type", "boolean")
            .put("description", "Whether the table has a _trace_id column."));
    return table;
  }

  private static ObjectNode deadLetter() {
    ObjectNode deadLetter = object(List.of());
    members(deadLetter).set("topic", text("The topic for dead letters. Can contain {topic}."));
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
            .put(
                "description",
                "The share of dead records in a window that trips the breaker."
                    + " The default is 0.5."));
    members.set("window", text("The length of the window. The default is 1m."));
    for (String count : List.of("least", "consecutive")) {
      members.set(count, JSON.createObjectNode().put("type", "integer").put("minimum", 1));
    }
    members.set(
        "action",
        choice(
            BreakerAction.class,
            "What a tripped breaker does: alert, or also hold the partitions."));
    return breaker;
  }

  private static ObjectNode rule() {
    ObjectNode rule = object(List.of());
    ObjectNode members = members(rule);
    members.set("id", text("The ID of the rule. The default is field.check."));
    members.set(
        "field",
        text(
            "The field to check: a.b, lines[*].sku, attrs['odd.name'],"
                + " $key.id, or $headers.x."));
    members.set("when", text("A CEL expression. The rule applies only if it is true."));
    members.set(
        "onFailure", choice(OnFailure.class, "What happens to a record that fails the rule."));
    members.set("message", text("The fault message. Replaces the check's default message."));
    members.set("doc", text("Why the rule exists."));
    members.set("tags", texts("Labels for readers. They do not affect verdicts."));
    members.set("dimension", choice(Dimension.class, "The data quality dimension of the rule."));
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
    members.set("name", text("What the test verifies."));
    members.set(
        "event",
        JSON.createObjectNode().put("description", "The event as plain JSON, even for Avro."));
    members.set("eventFile", text("A file that contains the event."));
    members.set("text", text("The raw payload as text."));
    members.set("key", JSON.createObjectNode());
    members.set("headers", JSON.createObjectNode().put("type", "object"));
    members.set("now", text("The time at which the event is checked."));
    members.set("schema", JSON.createObjectNode().put("type", "integer").put("minimum", 1));
    members.set(
        "expect",
        JSON.createObjectNode()
            .put(
                "description",
                "The expected verdict: clean, warned, dead, dropped, held, {"
                    + " warned: [ids] }, or { dead: [ids] }."));
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
    // a name can look like a number
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
