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
import io.sluice.type.Absent;
import io.sluice.yaml.YamlNode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the steps of a fix. */
final class FixParser {

  /** The key that defines how events are encoded after all steps; not a step itself. */
  private static final String ENCODE = "encode";

  /** Reads the body of a step. */
  private interface Body {
    @Nullable FixStep parse(YamlNode body, Path path, String name);
  }

  /** The kinds of steps, written in lower case. */
  private enum Kind {
    SET(FixParser::set),
    RENAME(FixParser::rename),
    CAST(FixParser::cast),
    DEFAULT(FixParser::defaults),
    REMOVE((body, path, name) -> each(path, place -> place.remove(name))),
    MAP(FixParser::map);

    @SuppressWarnings("ImmutableEnumChecker") // methods without state
    private final Body body;

    Kind(Body body) {
      this.body = body;
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private FixParser() {}

  static @Nullable FixStep step(YamlNode node) {
    if (!node.requireMapping()) {
      return null;
    }
    for (Kind kind : Kind.values()) {
      YamlNode body = node.member(kind.label());
      if (body != null) {
        YamlNode when = node.member("when");
        node.refuseOthers();
        if (!body.requireMapping()) {
          return null;
        }
        Path path = path(body);
        FixStep step =
            path == null
                ? null
                : kind.body.parse(
                    body, path, ((Step.Name) path.steps().get(path.steps().size() - 1)).name());
        body.refuseOthers();
        return step == null || when == null ? step : conditional(when, step);
      }
    }
    String given = node.members().keySet().stream().findFirst().orElse("");
    node.problem("'" + given + "' is not a step" + Suggestion.among(given, kinds()));
    return null;
  }

  private static List<String> kinds() {
    return Stream.concat(Stream.of(Kind.values()).map(Kind::label), Stream.of(ENCODE)).toList();
  }

  static @Nullable Integer version(YamlNode encode) {
    YamlNode version = encode.requireMapping() ? encode.required("version") : null;
    encode.refuseOthers();
    if (version == null || !version.text().matches("[1-9][0-9]{0,8}")) {
      encode.problem("'encode' requires a subject version, such as { version: 3 }");
      return null;
    }
    return Integer.valueOf(version.text());
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
      field.problem(
          "a fix can change only a named field of the event, such as a.b or lines[*].sku");
    } catch (IllegalArgumentException e) {
      field.problem(String.valueOf(e.getMessage()));
    }
    return null;
  }

  /** The action for each place. Missing places are skipped. */
  private interface InPlace {
    void apply(ObjectNode place) throws UnfixableException;
  }

  private static FixStep each(Path path, InPlace change) {
    return (message, event, shapes) -> {
      for (ObjectNode place : Places.of(message, path)) {
        change.apply(place);
      }
    };
  }

  private static @Nullable FixStep set(YamlNode body, Path path, String name) {
    YamlNode value = body.member("value");
    YamlNode expr = body.member("expr");
    if ((value == null) == (expr == null)) {
      body.problem("'set' requires either 'value' or 'expr'");
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
    return (message, event, shapes) -> {
      JsonNode json = expression.evaluate(event, shapes);
      if (json == null) {
        throw new UnfixableException(
            "the expression for '"
                + path
                + "' has no result; to combine whole and decimal numbers, convert them with"
                + " double(...)");
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
                  "'" + path + "' cannot be renamed: '" + to + "' already exists");
            }
            place.set(to, place.remove(name));
          }
        });
  }

  /** The values of {@code to}. */
  enum Target {
    INTEGER,
    NUMBER,
    STRING,
    BOOLEAN
  }

  private static FixStep cast(YamlNode body, Path path, String name) {
    Target target = body.choice("to", Target.class, Target.STRING);
    if (body.member("to") == null) {
      body.problem("'cast' requires 'to': integer, number, string, or boolean");
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
      Function<Shapes, Expression> conditions = CelCompiler.compile(when.text());
      return (message, event, shapes) -> {
        Expression condition = conditions.apply(shapes);
        Outcome outcome = condition.evaluate(event, Absent.VALUE);
        if (outcome == Outcome.ERROR) {
          throw new UnfixableException(
              "the 'when' of a step has no result: "
                  + condition.reason(event, Absent.VALUE).text());
        }
        if (outcome == Outcome.PASS) {
          step.apply(message, event, shapes);
        }
      };
    } catch (ExpressionException e) {
      e.issues().forEach(issue -> when.add(when.at(issue.line(), issue.column(), issue.message())));
      return null;
    }
  }
}
