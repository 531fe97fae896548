package io.sluice.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.failure.FilePlace;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes contracts as canonical JSON: sorted members, no whitespace, and one spelling for each
 * value. A contract that is read back equals the one that was written.
 */
public final class ContractJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ContractJson() {}

  /** The whole contract: its content, its texts, and its positions. */
  public static String write(Contract contract) {
    ObjectNode root = content(contract);
    root.put("file", contract.file());
    root.put("rulesVersion", contract.rulesVersion());
    root.put("text", contract.text());
    // a list, because the order of the files is their order in the text that the ledger stores
    ArrayNode files = root.putArray("files");
    contract.files().forEach((name, text) -> files.addObject().put("name", name).put("text", text));
    root.set("places", places(contract));
    return sorted(root).toString();
  }

  /** Only the parts that affect verdicts and rows. */
  static String fingerprinted(Contract contract) {
    ObjectNode root = content(contract);
    root.remove(List.of("owner", "description", "contact", "breaker"));
    // its text is included
    ((ObjectNode) root.path("value")).remove("schemaFile");
    return sorted(root).toString();
  }

  /** The content of a contract, independent of positions and order. */
  static ObjectNode content(Contract contract) {
    ObjectNode root = JSON.createObjectNode();
    root.put("name", contract.name());
    root.put("owner", contract.owner());
    put(root, "description", contract.description());
    put(root, "contact", contract.contact());
    put(root, "mode", contract.mode());
    root.set("source", source(contract.source()));
    ObjectNode key = root.putObject("key");
    put(key, "format", contract.key().format());
    put(key, "column", contract.key().column());
    root.set("value", value(contract.value()));
    root.set("table", table(contract.table()));
    root.put("deadLetterTopic", contract.deadLetterTopic());
    root.set("breaker", breaker(contract.breaker()));
    root.putArray("rules").addAll(contract.rules().stream().map(ContractJson::rule).toList());
    return root;
  }

  private static ObjectNode source(Contract.Source source) {
    ObjectNode node = JSON.createObjectNode();
    source.topics().forEach(node.putArray("topics")::add);
    put(node, "topicPattern", source.topicPattern());
    put(node, "unmatched", source.unmatched());
    ObjectNode match = node.putObject("match");
    put(match, "recordName", source.match().recordName());
    source.match().headers().forEach(match.putObject("headers")::put);
    source.match().fields().forEach(match.putObject("fields")::put);
    return node;
  }

  private static ObjectNode value(Contract.Value value) {
    ObjectNode node = JSON.createObjectNode();
    node.put("format", value.format().name());
    node.put("subject", value.subject());
    VersionRange versions = value.versions();
    if (versions != null) {
      node.putObject("versions").put("least", versions.least()).put("most", versions.most());
    }
    put(node, "engine", value.validation().engine());
    node.put("assertFormats", value.validation().assertFormats());
    put(node, "schemaFile", value.schemaFile());
    put(node, "schemaText", value.schemaText());
    return node;
  }

  private static ObjectNode table(Contract.Table table) {
    ObjectNode node = JSON.createObjectNode();
    node.put("name", table.name());
    ArrayNode partitionBy = node.putArray("partitionBy");
    for (Contract.Partition partition : table.partitionBy()) {
      ObjectNode one = partitionBy.addObject();
      put(one, "transform", partition.transform());
      one.put("column", partition.column()).put("width", partition.width());
    }
    put(node, "evolution", table.evolution());
    put(node, "distribution", table.distribution());
    ArrayNode sortBy = node.putArray("sortBy");
    for (Contract.Sort sort : table.sortBy()) {
      ObjectNode one = sortBy.addObject();
      one.put("column", sort.column()).put("descending", sort.descending());
    }
    table.properties().forEach(node.putObject("properties")::put);
    node.put("traceId", table.traceId());
    return node;
  }

  private static ObjectNode breaker(Contract.Breaker breaker) {
    ObjectNode node = JSON.createObjectNode();
    node.put("deadShare", breaker.deadShare());
    node.put("windowMillis", breaker.window().toMillis());
    node.put("least", breaker.least());
    node.put("consecutive", breaker.consecutive());
    put(node, "action", breaker.action());
    return node;
  }

  private static ObjectNode rule(Contract.Rule rule) {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", rule.id());
    put(node, "field", rule.field());
    put(node, "check", rule.check());
    node.set("argument", argument(rule.argument()));
    put(node, "when", rule.when());
    put(node, "onFailure", rule.onFailure());
    put(node, "message", rule.message());
    return node;
  }

  /** An object whose only member names the kind of the argument. */
  private static ObjectNode argument(Argument argument) {
    ObjectNode node = JSON.createObjectNode();
    if (argument instanceof Argument.Items items) {
      node.putArray("list").addAll(items.constants().stream().map(ContractJson::argument).toList());
    } else if (argument instanceof Argument.Range range) {
      ObjectNode ends = node.putObject("range");
      ends.set("least", argument(range.least()));
      ends.set("most", argument(range.most()));
    } else if (argument instanceof Argument.Constant constant) {
      node.put(kind(constant), constant.text());
    }
    return node;
  }

  private static String kind(Argument.Constant constant) {
    if (constant instanceof Argument.Text) {
      return "text";
    }
    if (constant instanceof Argument.Numeral) {
      return "number";
    }
    if (constant instanceof Argument.Flag) {
      return "flag";
    }
    if (constant instanceof Argument.Count) {
      return "count";
    }
    return constant instanceof Argument.Span ? "duration" : "placeholder";
  }

  private static ObjectNode places(Contract contract) {
    ObjectNode node = JSON.createObjectNode();
    node.set("file", place(contract.keys().file()));
    ObjectNode keys = node.putObject("keys");
    contract.keys().keys().forEach((key, place) -> keys.set(key, place(place)));
    Contract.Table table = contract.table();
    ArrayNode partitionBy = node.putArray("partitionBy");
    table.partitionBy().forEach(one -> partitionBy.add(place(one.place())));
    ArrayNode sortBy = node.putArray("sortBy");
    table.sortBy().forEach(one -> sortBy.add(place(one.place())));
    ArrayNode rules = node.putArray("rules");
    for (Contract.Rule rule : contract.rules()) {
      ObjectNode one = rules.addObject();
      one.set("rule", place(rule.places().rule()));
      one.set("argument", place(rule.places().argument()));
      setPlace(one, "field", rule.places().field());
      setPlace(one, "when", rule.places().when());
    }
    return node;
  }

  private static void setPlace(ObjectNode node, String member, @Nullable FilePlace place) {
    if (place != null) {
      node.set(member, place(place));
    }
  }

  private static ObjectNode place(FilePlace place) {
    ObjectNode node = JSON.createObjectNode();
    node.put("file", place.file());
    node.put("line", place.line());
    node.put("column", place.column());
    node.put("textColumn", place.textColumn());
    return node;
  }

  private static void put(ObjectNode node, String member, @Nullable String text) {
    if (text != null) {
      node.put(member, text);
    }
  }

  private static void put(ObjectNode node, String member, Enum<?> constant) {
    node.put(member, constant.name());
  }

  /** Sorts the members of all objects by name. */
  private static JsonNode sorted(JsonNode node) {
    if (node.isObject()) {
      Map<String, JsonNode> members = new TreeMap<>();
      node.properties().forEach(one -> members.put(one.getKey(), sorted(one.getValue())));
      ObjectNode sorted = JSON.createObjectNode();
      sorted.setAll(members);
      return sorted;
    }
    if (node.isArray()) {
      return JSON.createArrayNode().addAll(ContractReader.each(node, ContractJson::sorted));
    }
    return node;
  }

  /**
   * Reads the output of {@link #write}.
   *
   * @throws IllegalArgumentException if it is not canonical JSON of a contract
   */
  public static Contract read(String json) {
    return ContractReader.read(json);
  }
}
