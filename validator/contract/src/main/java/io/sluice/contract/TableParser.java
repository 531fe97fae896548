package io.sluice.contract;

import io.sluice.contract.Contract.Distribution;
import io.sluice.contract.Contract.Evolution;
import io.sluice.contract.Contract.Transform;
import io.sluice.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code table}: the name and layout of the table. */
final class TableParser {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]+(\\.[A-Za-z0-9_]+)+");

  private static final Pattern PARTITION =
      Pattern.compile(
          "(?:(?<name>year|month|day|hour|identity)\\(\\s*(?<inside>[^()\\s]+)\\s*\\))"
              + "|(?:(?<sized>bucket|truncate)\\(\\s*(?<width>[1-9]\\d{0,5})\\s*,"
              + "\\s*(?<column>[^()\\s]+)\\s*\\))"
              + "|(?<plain>[^()\\s]+)");

  private static final Pattern SORT = Pattern.compile("(?<column>\\S+?)(?:\\s+(?<way>asc|desc))?");

  private TableParser() {}

  static Contract.Table parse(@Nullable YamlNode node) {
    if (node == null || !node.requireMapping()) {
      return new Contract.Table(
          "", List.of(), Evolution.ADD, Distribution.NONE, List.of(), Map.of(), false);
    }
    String name = node.requiredText("name");
    if (!name.isEmpty() && !NAME.matcher(name.replace("{topic}", "t")).matches()) {
      node.problem(
          "a table name must be namespace.table; it can contain letters, digits, '_', and {topic}");
    }
    YamlNode write = node.member("write");
    if (write != null && !write.text().equals("append")) {
      write.problem("'write' must be append; upsert is reserved for a later version");
    }
    List<Contract.Partition> partitionBy = partitionBy(node);
    Contract.Table table =
        new Contract.Table(
            name,
            partitionBy,
            node.choice("evolution", Evolution.class, Evolution.ADD),
            distribution(node, partitionBy.isEmpty()),
            sortBy(node),
            properties(node),
            traceId(node.member("traceId")));
    node.refuseOthers();
    return table;
  }

  private static Distribution distribution(YamlNode node, boolean whole) {
    Distribution distribution = node.choice("distribution", Distribution.class, Distribution.NONE);
    YamlNode written = node.member("distribution");
    if (written != null && whole && distribution == Distribution.HASH) {
      written.problem(
          "'distribution: hash' requires 'partitionBy'; without partitions, one subtask would write"
              + " all rows");
    }
    return distribution;
  }

  private static List<Contract.Partition> partitionBy(YamlNode node) {
    List<Contract.Partition> partitions = new ArrayList<>();
    YamlNode list = node.member("partitionBy");
    for (YamlNode element : list == null ? List.<YamlNode>of() : list.elements()) {
      Matcher matcher = PARTITION.matcher(element.text().strip());
      if (matcher.matches()) {
        partitions.add(partition(matcher, element));
      } else {
        element.problem(
            "'"
                + element.text()
                + "' is not a partition transform; "
                + (element.text().contains("(") && !element.text().contains(")")
                    ? "inside [ ], YAML splits it at the comma; put it in quotes:"
                        + " ['bucket(16, id)']"
                    : "write a column, a time transform (year, month, day, or hour) such as"
                        + " day(created_at), 'bucket(16, id)', or 'truncate(4, name)'"));
      }
    }
    return partitions;
  }

  private static Contract.Partition partition(Matcher matcher, YamlNode node) {
    if (matcher.group("plain") != null) {
      return new Contract.Partition(Transform.IDENTITY, matcher.group("plain"), 0, node.place());
    }
    if (matcher.group("sized") != null) {
      return new Contract.Partition(
          transform(matcher.group("sized")),
          matcher.group("column"),
          Integer.parseInt(matcher.group("width")),
          node.place());
    }
    return new Contract.Partition(
        transform(matcher.group("name")), matcher.group("inside"), 0, node.place());
  }

  private static Transform transform(String label) {
    return Transform.valueOf(label.toUpperCase(Locale.ROOT));
  }

  private static List<Contract.Sort> sortBy(YamlNode node) {
    List<Contract.Sort> sorts = new ArrayList<>();
    YamlNode list = node.member("sortBy");
    for (YamlNode element : list == null ? List.<YamlNode>of() : list.elements()) {
      Matcher matcher = SORT.matcher(element.text().strip());
      if (matcher.matches()) {
        sorts.add(
            new Contract.Sort(
                matcher.group("column"), "desc".equals(matcher.group("way")), element.place()));
      } else {
        element.problem(
            "'"
                + element.text()
                + "' is not a valid sort column; write, for example,"
                + " created_at or 'id desc'");
      }
    }
    return sorts;
  }

  private static boolean traceId(@Nullable YamlNode node) {
    if (node == null) {
      return false;
    }
    if (!node.isBoolean()) {
      node.problem("'traceId' must be true or false; true adds a _trace_id column to the table");
    }
    return node.text().equalsIgnoreCase("true");
  }

  private static Map<String, String> properties(YamlNode node) {
    Map<String, String> properties = new LinkedHashMap<>();
    YamlNode mapping = node.member("properties");
    if (mapping != null) {
      mapping
          .members()
          .forEach(
              (name, value) -> {
                if (name.startsWith("sluice.")) {
                  value.problem(
                      "properties that start with 'sluice.' are reserved for Sluice;"
                          + " remove this one");
                }
                properties.put(name, value.text());
              });
    }
    return properties;
  }
}
