package io.sluice.expression;

import io.sluice.contract.ExpressionSyntax;
import io.sluice.failure.Suggestion;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the mistakes of expressions in CEL. */
public final class CelSyntax implements ExpressionSyntax {

  private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'");

  @Override
  public List<Mistake> mistakes(String expression) {
    try {
      Expression unused = CelCompiler.compile(expression, Shapes.ANY);
      return List.of();
    } catch (ExpressionException e) {
      Mistake escape = CelEscapes.firstMistake(expression);
      return escape == null ? mistakes(e, expression) : List.of(escape);
    }
  }

  private static List<Mistake> mistakes(ExpressionException error, String expression) {
    boolean isSyntax = !CelLanguage.isValid(expression);
    return error.issues().stream()
        .map(
            issue ->
                new Mistake(
                    issue.line(),
                    issue.column(),
                    isSyntax
                        ? "not valid CEL: " + plain(issue.message(), expression)
                        : issue.message()))
        .toList();
  }

  /** Without the parser's lists of all that it could have read. */
  private static String plain(String message, String expression) {
    Matcher undeclared = UNDECLARED.matcher(message);
    if (undeclared.find()) {
      String name = undeclared.group(1);
      if (Pattern.compile("\\b" + Pattern.quote(name) + "\\s*\\(").matcher(expression).find()) {
        return "there is no function '"
            + name
            + "'"
            + Suggestion.among(name, CelLanguage.functionNames());
      }
      return "there is nothing called '" + name + "'" + Suggestion.among(name, CelCompiler.NAMES);
    }
    return message.contains("'<EOF>'")
        ? "it ends where something more must come"
        : message.replaceAll(" expecting (\\{|<EOF>).*", "");
  }
}
