package io.sluice.yaml;

import io.sluice.failure.FilePlace;
import io.sluice.failure.Problem;
import io.sluice.failure.Problems;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A value in a YAML file: its position, its kind, and its text if it is a scalar. */
abstract class YamlValue {

  final String file;
  final String name;
  final Node node;
  final Problems problems;

  YamlValue(String file, String name, Node node, Problems problems) {
    this.file = file;
    this.name = name;
    this.node = node;
    this.problems = problems;
  }

  /** Adds a problem at this node. */
  public void problem(String message) {
    problems.add(at(message));
  }

  /** The number of problems so far, in all files. */
  public int problems() {
    return problems.reported();
  }

  /** Adds an existing problem. */
  public void add(Problem problem) {
    problems.add(problem);
  }

  /**
   * A problem inside a text.
   *
   * @param line the line in the text, from 1
   * @param column the column in the line, from 1
   */
  public Problem at(int line, int column, String message) {
    return place().at(line, column, message);
  }

  /** Whether the lines of the text differ from the lines of the file. */
  private static boolean isFolded(ScalarNode scalar) {
    return scalar.getScalarStyle() == ScalarStyle.LITERAL
        || scalar.getScalarStyle() == ScalarStyle.FOLDED
        || !scalar.getStartMark().map(Mark::getLine).equals(scalar.getEndMark().map(Mark::getLine));
  }

  /** Creates a problem at this node without adding it. */
  public Problem at(String message) {
    return place().at(message);
  }

  /** The position of this value. */
  public FilePlace place() {
    int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    int column = node.getStartMark().map(mark -> mark.getColumn() + 1).orElse(1);
    boolean isPlain = node instanceof ScalarNode scalar && !isFolded(scalar);
    return new FilePlace(file, line, column, isPlain ? column + (isQuoted() ? 1 : 0) : 0);
  }

  public String file() {
    return file;
  }

  /** The key of this node, or an empty string. */
  public String name() {
    return name;
  }

  public boolean isMapping() {
    return node instanceof MappingNode;
  }

  public boolean isList() {
    return node instanceof SequenceNode;
  }

  /** Returns whether this is a mapping. Adds a problem if not. */
  public boolean requireMapping() {
    if (!isMapping()) {
      problem(called() + " must be a mapping of names to values");
    }
    return isMapping();
  }

  /** Whether this is a single value that is not null. */
  public boolean isValue() {
    return node instanceof ScalarNode && !isNull();
  }

  /** Whether this is null, either written or because the value is missing. */
  public boolean isNull() {
    return Tag.NULL.equals(node.getTag());
  }

  /** Whether this is text: quoted, or not readable as a number, boolean, or null. */
  public boolean isText() {
    return node instanceof ScalarNode && Tag.STR.equals(node.getTag());
  }

  /** Whether this is quoted. */
  public boolean isQuoted() {
    return node instanceof ScalarNode scalar
        && (scalar.getScalarStyle() == ScalarStyle.SINGLE_QUOTED
            || scalar.getScalarStyle() == ScalarStyle.DOUBLE_QUOTED);
  }

  /** Whether this is a number in the core schema. */
  public boolean isNumber() {
    return Tag.INT.equals(node.getTag()) || Tag.FLOAT.equals(node.getTag());
  }

  /**
   * The number that this means. Returns null if it is not a number, is infinite or NaN, or has an
   * exponent of more than 32 bits.
   *
   * @see <a href="https://yaml.org/spec/1.2.2/#1032-tag-resolution">YAML 1.2.2, section 10.3.2</a>
   */
  public @Nullable BigDecimal number() {
    return isNumber() ? YamlNumber.parse(text()) : null;
  }

  public boolean isBoolean() {
    return Tag.BOOL.equals(node.getTag());
  }

  /** The name in problems. */
  final String called() {
    return name.isEmpty() ? "the file" : "'" + name + "'";
  }

  /** The scalar as written. Adds a problem and returns an empty string if this is not a scalar. */
  public String text() {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    problems.addOnly(at(called() + " must be a single value"));
    return "";
  }
}
