package io.sluice.expression;

import io.sluice.contract.ExpressionSyntax;
import io.sluice.failure.Suggestion;
import java.util.List;
import java.util.regex.Pattern;

/** Finds the mistakes in CEL expressions. */
public final class CelSyntax implements ExpressionSyntax {

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
                    isSyntax ? "not valid CEL: " + plain(issue, expression) : issue.message()))
        .toList();
  }

  /** The message without the parser's list of possible tokens. */
  private static String plain(ExpressionException.Issue issue, String expression) {
    if (issue.cause() instanceof ExpressionException.Cause.UnknownName unknown) {
      String name = unknown.name();
      if (Pattern.compile("\\b" + Pattern.quote(name) + "\\s*\\(").matcher(expression).find()) {
        return "unknown function '"
            + name
            + "'"
            + Suggestion.among(name, CelLanguage.functionNames());
      }
      return "unknown name '" + name + "'" + Suggestion.among(name, CelCompiler.NAMES);
    }
    String message = issue.message();
    return message.contains("'<EOF>'")
        ? "the expression ends too early"
        : message.replaceAll(" expecting (\\{|<EOF>).*", "");
  }
}
