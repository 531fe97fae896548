package io.sluice.rules;

import io.sluice.contract.CheckName;
import io.sluice.contract.Contract;
import io.sluice.expression.ExpressionException;
import io.sluice.expression.ExpressionFit;
import io.sluice.failure.Problem;
import io.sluice.failure.Suggestion;
import io.sluice.path.Path;
import io.sluice.path.Root;
import io.sluice.problem.YamlNode;
import io.sluice.type.ListType;
import io.sluice.type.MapType;
import io.sluice.type.RecordType;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a schema says against the rules of a contract, for authors: more than keeps a rule from
 * being evaluated.
 */
public final class SchemaFit {

  private static final Pattern UNDEFINED = Pattern.compile("undefined field '([^']*)'");

  private static final Pattern OVERLOAD =
      Pattern.compile(
          "no matching overload for '(?<name>[^']*)' applied to"
              + " '((?<target>\\S*)\\.)?\\((?<types>.*?)\\)' \\(");

  private final Type message;
  private final Type key;
  private final ExpressionFit expressions;
  private final List<Problem> misfits = new ArrayList<>();
  private final List<Problem> unknown = new ArrayList<>();
  private final List<Problem> idle = new ArrayList<>();
  private final Map<String, YamlNode> open = new LinkedHashMap<>();

  private SchemaFit(Type message, Type key) {
    this.message = message;
    this.key = key;
    this.expressions = new ExpressionFit(message, key);
  }

  /** Looks at all rules of a contract. */
  public static SchemaFit of(Contract contract, Type message, Type key) {
    SchemaFit fit = new SchemaFit(message, key);
    fit.misfits.addAll(RuleSet.compile(contract, message, key, message).problems());
    contract.rules().forEach(fit::look);
    return fit;
  }

  /** Rules that cannot be evaluated on events of this schema. */
  public List<Problem> misfits() {
    return misfits;
  }

  /** Fields that the schema does not declare. */
  public List<Problem> unknown() {
    return unknown;
  }

  /** Rules that no event can break, or none can keep. */
  public List<Problem> idle() {
    return idle;
  }

  /** What reads fields whose type the schema leaves open; one finding for all, at the first. */
  public List<Problem> open() {
    return open.isEmpty()
        ? List.of()
        : List.of(
            open.values()
                .iterator()
                .next()
                .at(
                    "the schema leaves open of what type some fields are that these rules read, so they"
                        + " are checked only on events: "
                        + String.join(", ", open.keySet())));
  }

  private void look(Contract.Rule rule) {
    String field = rule.field();
    Type self = Scalar.JSON;
    DeclaredPath place = new DeclaredPath(Scalar.JSON, false, null, Set.of());
    if (field != null) {
      place = place(field, at(rule, "field"));
      Type declared = place.type();
      self = declared == null ? Scalar.JSON : declared;
    }
    if (rule.check().isRelation()) {
      DeclaredPath unused = place(rule.argument().text(), rule.argument());
    }
    String reason = place.missing() == null ? Vacuity.of(rule, place) : null;
    if (reason != null && misfits.stream().noneMatch(misfit -> isAt(misfit, rule.argument()))) {
      idle.add(rule.argument().at("rule '" + rule.id() + "' " + reason));
    }
    if (rule.check() == CheckName.EXPR) {
      expression(rule, rule.argument(), self);
    }
    YamlNode when = rule.node().member("when");
    if (when != null) {
      expression(rule, when, Scalar.JSON);
    }
  }

  private static boolean isAt(Problem problem, YamlNode node) {
    return problem.equals(node.at(problem.message()));
  }

  private static YamlNode at(Contract.Rule rule, String member) {
    YamlNode node = rule.node().member(member);
    return node == null ? rule.node() : node;
  }

  private DeclaredPath place(String text, YamlNode node) {
    Path path = Path.parse(text);
    if (path.root() == Root.HEADERS) {
      return new DeclaredPath(Scalar.STRING, false, null, Set.of());
    }
    DeclaredPath place = DeclaredPath.find(path, path.root() == Root.KEY ? key : message);
    String missing = place.missing();
    if (missing != null) {
      unknown.add(
          node.at(
              "the schema has no field '"
                  + missing
                  + "'"
                  + Suggestion.among(missing, place.known())));
    }
    return place;
  }

  private void expression(Contract.Rule rule, YamlNode node, Type self) {
    try {
      if (expressions.require(node.text(), self)) {
        open.putIfAbsent(rule.id(), node);
      }
    } catch (ExpressionException e) {
      for (ExpressionException.Issue issue : e.issues()) {
        if (ExpressionFit.isOfMaps(issue.message())) {
          open.putIfAbsent(rule.id(), node);
          continue;
        }
        String field = undefined(issue.message());
        if (field == null) {
          misfits.add(
              node.at(
                  issue.line(),
                  issue.column(),
                  "does not fit the schema: " + plain(issue.message())));
        } else {
          unknown.add(
              node.at(
                  issue.line(),
                  issue.column(),
                  "the schema has no field '" + field + "'" + Suggestion.among(field, allNames())));
        }
      }
    }
  }

  /** In the words of the expression instead of the checker's. */
  private static String plain(String message) {
    Matcher overload = OVERLOAD.matcher(message);
    if (!overload.find()) {
      return message;
    }
    String name = "'" + overload.group("name").replaceAll("^_|_$", "") + "'";
    String types = words(overload.group("types"));
    String target = overload.group("target");
    return target == null
        ? name + " cannot take (" + types + ")"
        : name + " of " + words(target) + " cannot take (" + types + ")";
  }

  private static String words(String types) {
    return types
        .replaceAll("wrapper\\((\\w+)\\)", "$1")
        .replaceAll("google\\.protobuf\\.(Timestamp|Duration)", "$1")
        .replace("Timestamp", "timestamp")
        .replace("Duration", "duration")
        .replaceAll("\\bsluice\\.Record\\d+", "object");
  }

  private static @Nullable String undefined(String message) {
    Matcher matcher = UNDEFINED.matcher(message);
    return matcher.find() ? matcher.group(1) : null;
  }

  /** The names of all fields at all depths. */
  private Set<String> allNames() {
    Set<String> names = new TreeSet<>();
    collect(message, names, new IdentityHashMap<>());
    return names;
  }

  private static void collect(Type type, Set<String> names, IdentityHashMap<Type, Type> seen) {
    if (type instanceof RecordType record && seen.put(type, type) == null) {
      record
          .fields()
          .forEach(
              field -> {
                names.add(field.name());
                collect(field.type(), names, seen);
              });
    } else if (type instanceof ListType list) {
      collect(list.element(), names, seen);
    } else if (type instanceof MapType map) {
      collect(map.value(), names, seen);
    }
  }
}
