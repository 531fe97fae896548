package io.sluice.expression;

import io.sluice.contract.ExpressionSyntax;
import io.sluice.problem.Suggestion;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the mistakes of expressions in CEL. */
public final class CelSyntax implements ExpressionSyntax {

  private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'");

  /** CEL's own, and those of Sluice. */
  private static final Set<String> FUNCTIONS = functions();

  private static Set<String> functions() {
    Set<String> names =
        new TreeSet<>(
            List.of(
                "all",
                "bool",
                "bytes",
                "contains",
                "decimal",
                "double",
                "duration",
                "dyn",
                "endsWith",
                "exists",
                "exists_one",
                "filter",
                "getDate",
                "getDayOfMonth",
                "getDayOfWeek",
                "getDayOfYear",
                "getFullYear",
                "getHours",
                "getMilliseconds",
                "getMinutes",
                "getMonth",
                "getSeconds",
                "has",
                "int",
                "isSet",
                "map",
                "matches",
                "size",
                "startsWith",
                "string",
                "timestamp",
                "type",
                "uint"));
    names.addAll(TextFunctions.tests().keySet());
    return names;
  }

  @Override
  public List<Mistake> mistakes(String expression) {
    try {
      CelCompiler.compile(expression);
      return List.of();
    } catch (ExpressionException e) {
      Mistake escape = CelEscapes.firstMistake(expression);
      if (escape != null) {
        return List.of(escape);
      }
      return e.issues().stream()
          .map(
              issue ->
                  new Mistake(
                      issue.line(),
                      issue.column(),
                      "not valid CEL: " + plain(issue.message(), expression)))
          .toList();
    }
  }

  /** Without the parser's lists of all that it could have read. */
  private static String plain(String message, String expression) {
    Matcher undeclared = UNDECLARED.matcher(message);
    if (undeclared.find()) {
      String name = undeclared.group(1);
      if (Pattern.compile("\\b" + Pattern.quote(name) + "\\s*\\(").matcher(expression).find()) {
        return "there is no function '" + name + "'" + Suggestion.among(name, FUNCTIONS);
      }
      return "there is nothing called '" + name + "'" + Suggestion.among(name, CelCompiler.NAMES);
    }
    return message.contains("'<EOF>'")
        ? "it ends where something more must come"
        : message.replaceAll(" expecting (\\{|<EOF>).*", "");
  }
}
