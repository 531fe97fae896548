package io.sluice.contract;

import io.sluice.contract.Contract.Format;
import io.sluice.contract.Contract.Mode;
import io.sluice.contract.Contract.Unmatched;
import io.sluice.failure.Problem;
import io.sluice.failure.Problems;
import io.sluice.failure.Unreadable;
import io.sluice.yaml.YamlFile;
import io.sluice.yaml.YamlNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads contract files. Collects all problems in a file and does not throw any. */
public final class ContractParser {

  static final String API_VERSION = "sluice/v1alpha1";
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,99}");

  private static final Pattern COLUMN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  /** A placeholder until everything that it depends on is read. */
  private static final String UNKNOWN_VERSION = "";

  private final Problems problems;
  private final ExpressionSyntax expressions;

  public ContractParser(Problems problems, ExpressionSyntax expressions) {
    this.problems = problems;
    this.expressions = expressions;
  }

  /** Reads a file. Returns null, with a problem, if it cannot be used. */
  public @Nullable Contract parse(Path file) {
    int before = problems.reported();
    Contract contract = draft(file);
    return problems.reported() == before ? contract : null;
  }

  /**
   * Reads as much of a file as possible, without the rules that have problems.
   *
   * @return null if the file is not a contract
   */
  public @Nullable Contract draft(Path file) {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      problems.add(
          new Problem(
              file.toString(), 1, 1, "the contract file cannot be read: " + Unreadable.reason(e)));
      return null;
    }
    Path folder = file.toAbsolutePath().getParent();
    return draft(file.toString(), text, name -> Files.readString(resolve(folder, name)));
  }

  private static Path resolve(@Nullable Path folder, String name) {
    return folder == null ? Path.of(name) : folder.resolve(name);
  }

  /** Reads the files that a contract refers to. */
  public interface Attachments {
    /** The text of the file. The name is relative to the contract's folder. */
    String read(String name) throws IOException;
  }

  /**
   * Reads the text of a file.
   *
   * @param attachments the files that the contract can refer to
   */
  public @Nullable Contract parse(String file, String text, Attachments attachments) {
    int before = problems.reported();
    Contract contract = draft(file, text, attachments);
    return problems.reported() == before ? contract : null;
  }

  private @Nullable Contract draft(String file, String text, Attachments attachments) {
    YamlNode root = YamlFile.read(file, text, problems);
    if (root == null || !root.requireMapping()) {
      return null;
    }
    expect(root, "apiVersion", API_VERSION);
    expect(root, "kind", "Contract");
    String name = root.requiredText("name");
    YamlNode nameNode = root.member("name");
    if (nameNode != null && !name.isEmpty() && !NAME.matcher(name).matches()) {
      nameNode.problem(
          "a contract name must start with a letter; the rest can be letters,"
              + " digits, '-', and '_'");
    }
    Contract.Source source = source(root);
    Map<String, String> files = new LinkedHashMap<>();
    Attachments noted =
        attachment -> {
          String content = attachments.read(attachment);
          files.put(attachment, content);
          return content;
        };
    Contract.Value value = ValueParser.parse(root.member("value"), noted);
    List<YamlNode> rules =
        new ArrayList<>(new IncludeParser(file, noted, problems).rules(root.member("include")));
    YamlNode own = root.member("rules");
    rules.addAll(own == null ? List.of() : own.elements());
    Contract contract =
        new Contract(
            file,
            name,
            root.requiredText("owner"),
            root.text("description"),
            root.text("contact"),
            root.choice("mode", Mode.class, Mode.ENFORCE),
            source,
            key(root),
            value,
            TableParser.parse(root.required("table")),
            deadLetterTopic(root),
            BreakerParser.parse(root.member("breaker")),
            new RuleParser(expressions).parse(rules),
            UNKNOWN_VERSION,
            text,
            files,
            new WrittenKeys(root.place(), root.writtenKeys()));
    List<String> unused = root.texts("tags");
    root.member("tests");
    root.refuseOthers();
    return contract.withRulesVersion();
  }

  static void expect(YamlNode root, String member, String expected) {
    YamlNode node = root.required(member);
    if (node != null && !node.text().equals(expected)) {
      node.problem("'" + member + "' must be '" + expected + "'");
    }
  }

  private static Contract.Source source(YamlNode root) {
    YamlNode node = root.required("source");
    Contract.Match everything = new Contract.Match(null, Map.of(), Map.of());
    if (node == null || !node.requireMapping()) {
      return new Contract.Source(List.of(), null, everything, Unmatched.DEAD);
    }
    List<String> topics = node.texts("topics");
    YamlNode pattern = node.member("topicPattern");
    if (topics.isEmpty() == (pattern == null)) {
      node.problem("'source' requires either 'topics' or 'topicPattern'");
    }
    String usablePattern = pattern == null ? null : topicPattern(pattern);
    node.refuseEmpty("topics", "topicPattern");
    YamlNode match = node.member("match");
    Contract.Source source =
        new Contract.Source(
            topics,
            usablePattern,
            match == null ? everything : MatchParser.parse(match),
            node.choice("unmatched", Unmatched.class, Unmatched.DEAD));
    node.refuseOthers();
    return source;
  }

  /** The pattern, or null with a problem if it is not valid, so that no later step compiles it. */
  private static @Nullable String topicPattern(YamlNode pattern) {
    try {
      return Pattern.compile(pattern.text()).pattern();
    } catch (PatternSyntaxException e) {
      pattern.problem(
          "'topicPattern' is not a valid Java regular expression: " + e.getDescription());
      return null;
    }
  }

  private static Contract.Key key(YamlNode root) {
    YamlNode node = root.member("key");
    if (node == null || !node.requireMapping()) {
      return new Contract.Key(Format.BYTES, null);
    }
    Format format = node.choice("format", Format.class, Format.BYTES);
    YamlNode column = node.member("column");
    node.refuseOthers();
    if (column == null) {
      return new Contract.Key(format, null);
    }
    if (format == Format.NONE) {
      column.problem("a key with format none has no value to store; remove 'column'");
    } else if (!COLUMN.matcher(column.text()).matches()) {
      column.problem(
          "the name of the key column must start with a letter or '_'; the rest can"
              + " contain letters, digits, and '_'");
    }
    return new Contract.Key(format, column.text());
  }

  private static String deadLetterTopic(YamlNode root) {
    YamlNode node = root.member("deadLetter");
    if (node == null || !node.requireMapping()) {
      return "{topic}.dlq";
    }
    String topic = node.text("topic", "{topic}.dlq");
    if (topic.replace("{topic}", "").isEmpty()) {
      node.problem(
          "the dead-letter topic must differ from the source topic; use, for example,"
              + " '{topic}.dlq'");
    }
    node.refuseOthers();
    return topic;
  }
}
