package io.sluice.expression;

import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationResult;
import io.sluice.expression.ExpressionException.Cause;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Converts the issues of CEL's compiler. An issue has only a text and a position, so the cause is
 * derived from the text.
 */
final class CelIssues {

  private static final Pattern UNDEFINED = Pattern.compile("undefined field '([^']*)'");

  private static final Pattern UNDECLARED = Pattern.compile("undeclared reference to '([^']*)'");

  private static final Pattern OVERLOAD =
      Pattern.compile(
          "no matching overload for '(?<name>[^']*)' applied to"
              + " '((?<target>\\S*)\\.)?\\((?<types>.*?)\\)' \\(");

  private static final Pattern OF_MAPS =
      Pattern.compile(
          "no matching overload for '(size|@in|_\\[_]|_==_|_!=_)'.*\\bsluice\\.Record"
              + "|type 'sluice\\.Record\\d+' cannot be (the )?range of a comprehension");

  private CelIssues() {}

  /**
   * The same result.
   *
   * @throws ExpressionException with all errors, if there are any
   */
  static CelValidationResult require(CelValidationResult result) throws ExpressionException {
    if (result.hasError()) {
      throw new ExpressionException(result.getErrors().stream().map(CelIssues::issue).toList());
    }
    return result;
  }

  private static ExpressionException.Issue issue(CelIssue issue) {
    return new ExpressionException.Issue(
        issue.getSourceLocation().getLine(),
        issue.getSourceLocation().getColumn() + 1,
        issue.getMessage(),
        cause(issue.getMessage()));
  }

  private static Cause cause(String message) {
    if (OF_MAPS.matcher(message).find()) {
      return new Cause.ObjectAsMap();
    }
    Matcher undefined = UNDEFINED.matcher(message);
    if (undefined.find()) {
      return new Cause.UnknownField(undefined.group(1));
    }
    Matcher undeclared = UNDECLARED.matcher(message);
    if (undeclared.find()) {
      return new Cause.UnknownName(undeclared.group(1));
    }
    Matcher overload = OVERLOAD.matcher(message);
    return overload.find() ? new Cause.NoOverload(words(overload)) : Cause.Other.INSTANCE;
  }

  private static String words(Matcher overload) {
    String name = "'" + overload.group("name").replaceAll("^_|_$", "") + "'";
    String types = words(overload.group("types"));
    String target = overload.group("target");
    return target == null
        ? name + " does not accept (" + types + ")"
        : name + " on " + words(target) + " does not accept (" + types + ")";
  }

  private static String words(String types) {
    return types
        .replaceAll("wrapper\\((\\w+)\\)", "$1")
        .replaceAll("google\\.protobuf\\.(Timestamp|Duration)", "$1")
        .replace("Timestamp", "timestamp")
        .replace("Duration", "duration")
        .replaceAll("\\bsluice\\.Record\\d+", "object");
  }
}
