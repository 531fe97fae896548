package io.sluice.yaml;

import io.sluice.failure.Problem;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Explains YAML syntax errors in terms that authors understand. */
final class YamlMistake {

  private static final Pattern START =
      Pattern.compile(
          "found character '?(?<character>.)(\\(\\d+\\))?'? that cannot start any token.*");

  private static final Pattern ESCAPE =
      Pattern.compile("found unknown escape character (?<character>.)\\(\\d+\\)");

  private YamlMistake() {}

  static Problem of(String file, String text, YamlEngineException e) {
    if (e instanceof ReaderException character) {
      return character(file, text, character);
    }
    if (!(e instanceof MarkedYamlEngineException marked)) {
      return new Problem(file, 1, 1, "not valid YAML: " + e.getMessage());
    }
    String problem = marked.getProblem();
    boolean isOpenQuote = problem.equals("found unexpected end of stream");
    Optional<Mark> mark =
        isOpenQuote
            ? marked.getContextMark().or(marked::getProblemMark)
            : marked.getProblemMark().or(marked::getContextMark);
    String words = isOpenQuote ? "this quote is not closed" : words(problem);
    return new Problem(
        file,
        mark.map(place -> place.getLine() + 1).orElse(1),
        mark.map(place -> place.getColumn() + 1).orElse(1),
        words == null ? "not valid YAML: " + problem : "not valid YAML: " + words);
  }

  private static @Nullable String words(String problem) {
    Matcher start = START.matcher(problem);
    if (start.matches()) {
      String character = start.group("character");
      return character.equals("\t")
          ? "tabs are not allowed for indentation; use spaces"
          : "text cannot start with " + character + "; put the text in quotes";
    }
    Matcher escape = ESCAPE.matcher(problem);
    if (escape.matches()) {
      String character = escape.group("character");
      return "there is no escape sequence \\"
          + character
          + "; write \\\\"
          + character
          + ", or put the text in single quotes";
    }
    if (problem.startsWith("mapping values are not allowed")) {
      return "text that contains ': ' must be in quotes";
    }
    if (problem.contains("found another document")) {
      return "a file can contain only one document; remove the second one";
    }
    return problem.startsWith("expected <block end>")
        ? "the indentation of this line does not match the lines around it"
        : null;
  }

  private static Problem character(String file, String text, ReaderException e) {
    int at = text.indexOf(Character.toString(e.getCodePoint()));
    int line = 1 + (int) text.substring(0, Math.max(at, 0)).chars().filter(c -> c == '\n').count();
    int column = at - text.lastIndexOf('\n', Math.max(at, 0) - 1);
    return new Problem(
        file,
        line,
        Math.max(column, 1),
        "the character U+%04X is not allowed in YAML; write \"\\u%04X\" in double quotes"
            .formatted(e.getCodePoint(), e.getCodePoint()));
  }
}
