package io.sluice.fix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.expression.CelCompiler;
import io.sluice.expression.Expression;
import io.sluice.expression.ExpressionException;
import io.sluice.expression.Outcome;
import io.sluice.expression.Shapes;
import io.sluice.expression.ValueExpression;
import io.sluice.failure.Suggestion;
import io.sluice.fixture.YamlJson;
import io.sluice.path.Path;
import io.sluice.path.Root;
import io.sluice.path.Step;
import io.sluice.problem.YamlNode;
import io.sluice.type.Absent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the steps of a fix. */
final class FixParser {

  private static final List<String> KINDS =
      List.of("set", "rename", "cast", "default", "remove", "map", "encode");

  private FixParser() {}

  static @Nullable FixStep step(YamlNode node) {
    if (!node.requireMapping()) {
      return null;
    }
    for (String kind : KINDS) {
      YamlNode body = node.member(kind);
      if (body != null) {
        YamlNode when = node.member("when");
        node.refuseOthers();
        if (!body.requireMapping()) {
          return null;
        }
        FixStep step = step(kind, body);
        body.refuseOthers();
        return step == null || when == null ? step : conditional(when, step);
      }
    }
    String given = node.members().keySet().stream().findFirst().orElse("");
    node.problem("'" + given + "' is not a step" + Suggestion.among(given, KINDS));
    return null;
  }

  static @Nullable Integer version(YamlNode encode) {
    YamlNode version = encode.requireMapping() ? encode.required("version") : null;
    encode.refuseOthers();
    if (version == null || !version.text().matches("[1-9][0-9]{0,8}")) {
      encode.problem("'encode' needs the version of the subject, as in { version: 3 }");
      return null;
    }
    return Integer.valueOf(version.text());
  }

  private static @Nullable FixStep step(String kind, YamlNode body) {
    Path path = path(body);
    if (path == null) {
      return null;
    }
    String name = ((Step.Name) path.steps().get(path.steps().size() - 1)).name();
    return switch (kind) {
      case "set" -> set(body, path, name);
      case "rename" -> rename(body, path, name);
      case "cast" -> cast(body, path, name);
      case "default" -> defaults(body, path, name);
      case "remove" -> each(path, place -> place.remove(name));
      default -> map(body, path, name);
    };
  }

  private static @Nullable Path path(YamlNode body) {
    YamlNode field = body.required("field");
    if (field == null) {
      return null;
    }
    try {
      Path path = Path.parse(field.text());
      List<Step> steps = path.steps();
      if (path.root() == Root.MESSAGE && steps.get(steps.size() - 1) instanceof Step.Name) {
        return path;
      }
      field.problem("a fix changes a named field of the event, as in a.b or lines[*].sku");
    } catch (IllegalArgumentException e) {
      field.problem(String.valueOf(e.getMessage()));
    }
    return null;
  }

  /** What is done in each place; fields in places that are not there are left alone. */
  private interface InPlace {
    void apply(ObjectNode place) throws UnfixableException;
  }

  private static FixStep each(Path path, InPlace change) {
    return (message, event) -> {
      for (ObjectNode place : Places.of(message, path)) {
        change.apply(place);
      }
    };
  }

  private static @Nullable FixStep set(YamlNode body, Path path, String name) {
    YamlNode value = body.member("value");
    YamlNode expr = body.member("expr");
    if ((value == null) == (expr == null)) {
      body.problem("'set' needs either 'value' or 'expr'");
      return null;
    }
    if (value != null) {
      JsonNode json = YamlJson.of(value);
      return each(path, place -> place.set(name, json.deepCopy()));
    }
    ValueExpression expression = value(expr);
    if (expression == null) {
      return null;
    }
    return (message, event) -> {
      JsonNode json = expression.evaluate(event);
      if (json == null) {
        throw new UnfixableException("the expression for '" + path + "' gives no value");
      }
      for (ObjectNode place : Places.of(message, path)) {
        place.set(name, json.deepCopy());
      }
    };
  }

  private static @Nullable ValueExpression value(@Nullable YamlNode expr) {
    if (expr == null) {
      return null;
    }
    try {
      return CelCompiler.compileValue(expr.text());
    } catch (ExpressionException e) {
      e.issues().forEach(issue -> expr.add(expr.at(issue.line(), issue.column(), issue.message())));
      return null;
    }
  }

  private static FixStep rename(YamlNode body, Path path, String name) {
    String to = body.requiredText("to");
    return each(
        path,
        place -> {
          if (place.has(name)) {
            if (place.has(to)) {
              throw new UnfixableException(
                  "'" + path + "' cannot be renamed: '" + to + "' is there");
            }
            place.set(to, place.remove(name));
          }
        });
  }

  /** What {@code to} may be. */
  enum Target {
    INTEGER,
    NUMBER,
    STRING,
    BOOLEAN
  }

  private static FixStep cast(YamlNode body, Path path, String name) {
    Target target = body.choice("to", Target.class, Target.STRING);
    if (body.member("to") == null) {
      body.problem("'cast' needs 'to': integer, number, string or boolean");
    }
    return each(
        path,
        place -> {
          JsonNode value = place.get(name);
          if (value != null && !value.isNull()) {
            place.set(name, Casts.to(target, value, path));
          }
        });
  }

  private static @Nullable FixStep defaults(YamlNode body, Path path, String name) {
    YamlNode value = body.required("value");
    if (value == null) {
      return null;
    }
    JsonNode json = YamlJson.of(value);
    return each(
        path,
        place -> {
          if (!place.hasNonNull(name)) {
            place.set(name, json.deepCopy());
          }
        });
  }

  private static @Nullable FixStep map(YamlNode body, Path path, String name) {
    YamlNode values = body.required("values");
    if (values == null || !values.requireMapping()) {
      return null;
    }
    Map<String, JsonNode> replacements = new HashMap<>();
    values.members().forEach((from, to) -> replacements.put(from, YamlJson.of(to)));
    return each(
        path,
        place -> {
          JsonNode value = place.get(name);
          JsonNode other = value == null ? null : replacements.get(value.asText());
          if (other != null && value.isValueNode()) {
            place.set(name, other.deepCopy());
          }
        });
  }

  private static @Nullable FixStep conditional(YamlNode when, FixStep step) {
    try {
      Expression condition = CelCompiler.compile(when.text(), Shapes.ANY);
      return (message, event) -> {
        Outcome outcome = condition.evaluate(event, Absent.VALUE);
        if (outcome == Outcome.ERROR) {
          throw new UnfixableException(
              "the 'when' of a step has no result: "
                  + condition.reason(event, Absent.VALUE).text());
        }
        if (outcome == Outcome.PASS) {
          step.apply(message, event);
        }
      };
    } catch (ExpressionException e) {
      e.issues().forEach(issue -> when.add(when.at(issue.line(), issue.column(), issue.message())));
      return null;
    }
  }
}
