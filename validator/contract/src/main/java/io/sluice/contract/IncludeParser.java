package io.sluice.contract;

import io.sluice.contract.ContractParser.Attachments;
import io.sluice.failure.Problems;
import io.sluice.failure.Suggestion;
import io.sluice.failure.Unreadable;
import io.sluice.yaml.YamlFile;
import io.sluice.yaml.YamlNode;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the rule sets that contracts share and fills in their parameters. */
final class IncludeParser {

  private static final String KIND = "RuleSet";

  private final String contract;
  private final Attachments attachments;
  private final Problems problems;

  /**
   * @param contract the contract's file
   */
  IncludeParser(String contract, Attachments attachments, Problems problems) {
    this.contract = contract;
    this.attachments = attachments;
    this.problems = problems;
  }

  /** The rules of all rule sets, in their order. */
  List<YamlNode> rules(@Nullable YamlNode include) {
    List<YamlNode> rules = new ArrayList<>();
    for (YamlNode one : include == null ? List.<YamlNode>of() : include.elements()) {
      if (!one.isMapping()) {
        rules.addAll(rules(one, null));
        continue;
      }
      YamlNode file = one.required("file");
      YamlNode with = one.member("with");
      one.refuseOthers();
      if (file != null) {
        rules.addAll(rules(file, with));
      }
    }
    return rules;
  }

  private List<YamlNode> rules(YamlNode file, @Nullable YamlNode with) {
    String name = file.text();
    YamlNode root;
    try {
      String path = Path.of(contract).resolveSibling(name).normalize().toString();
      root = YamlFile.read(path, attachments.read(name), problems);
    } catch (NoSuchFileException e) {
      file.problem("there is no file '" + name + "' to include; paths are relative to this file");
      return List.of();
    } catch (IOException e) {
      file.problem("the file '" + name + "' cannot be read: " + Unreadable.reason(e));
      return List.of();
    }
    if (root == null || (with != null && !with.isNull() && !with.requireMapping())) {
      return List.of();
    }
    ContractParser.expect(root, "apiVersion", ContractParser.API_VERSION);
    ContractParser.expect(root, "kind", KIND);
    root.requiredText("name");
    root.text("description");
    @Nullable Map<String, YamlNode> values = values(root.member("parameters"), file, with);
    YamlNode rules = root.required("rules");
    root.refuseOthers();
    return rules == null || values == null
        ? List.of()
        : rules.elements().stream().map(rule -> rule.filled(values)).toList();
  }

  /**
   * Every parameter with its argument or default. Null, with problems, if a parameter has neither.
   */
  private static @Nullable Map<String, YamlNode> values(
      @Nullable YamlNode parameters, YamlNode file, @Nullable YamlNode with) {
    Map<String, @Nullable YamlNode> defaults = new LinkedHashMap<>();
    if (parameters != null && parameters.isList()) {
      parameters.elements().forEach(parameter -> defaults.put(parameter.text(), null));
    } else if (parameters != null) {
      parameters
          .members()
          .forEach((name, value) -> defaults.put(name, value.isNull() ? null : value));
    }
    Map<String, YamlNode> arguments = with == null ? Map.of() : with.members();
    if (with != null && refusesUnknown(file, with, arguments.keySet(), defaults.keySet())) {
      // a missing argument may be a misspelled one
      return null;
    }
    Map<String, YamlNode> values = new LinkedHashMap<>();
    defaults.forEach(
        (name, otherwise) -> {
          YamlNode value = arguments.getOrDefault(name, otherwise);
          if (value == null) {
            file.problem("'" + file.text() + "' requires 'with: { " + name + ": ... }'");
          } else {
            values.put(name, value);
          }
        });
    return values.size() == defaults.size() ? values : null;
  }

  private static boolean refusesUnknown(
      YamlNode file, YamlNode with, Set<String> arguments, Set<String> parameters) {
    List<String> unknown =
        arguments.stream().filter(argument -> !parameters.contains(argument)).toList();
    for (String argument : unknown) {
      with.problemAtKey(
          argument,
          "'"
              + file.text()
              + "' has no parameter '"
              + argument
              + "'"
              + Suggestion.among(argument, parameters));
    }
    return !unknown.isEmpty();
  }
}
