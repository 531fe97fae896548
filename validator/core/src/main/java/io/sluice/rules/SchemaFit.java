package io.sluice.rules;

import io.sluice.contract.CheckName;
import io.sluice.contract.Contract;
import io.sluice.expression.ExpressionException;
import io.sluice.expression.ExpressionException.Cause;
import io.sluice.expression.ExpressionFit;
import io.sluice.failure.FilePlace;
import io.sluice.failure.Problem;
import io.sluice.failure.Suggestion;
import io.sluice.path.Path;
import io.sluice.path.Root;
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

/**
 * Compares the rules of a contract with a schema, for authors. Also finds mistakes that do not
 * prevent evaluation.
 */
public final class SchemaFit {

  private final Type message;
  private final Type key;
  private final ExpressionFit expressions;
  private final List<Problem> misfits = new ArrayList<>();
  private final List<Problem> unknown = new ArrayList<>();
  private final List<Problem> idle = new ArrayList<>();
  private final Map<String, FilePlace> open = new LinkedHashMap<>();

  private SchemaFit(Type message, Type key) {
    this.message = message;
    this.key = key;
    this.expressions = new ExpressionFit(message, key);
  }

  /** Checks all rules of a contract. */
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

  /** Rules that every event passes, or that no event passes. */
  public List<Problem> idle() {
    return idle;
  }

  /**
   * Rules that read fields whose type the schema does not define: one finding for all, at the first
   * rule.
   */
  public List<Problem> open() {
    return open.isEmpty()
        ? List.of()
        : List.of(
            open.values()
                .iterator()
                .next()
                .at(
                    "the schema does not define the type of some fields that these rules read,"
                        + " so lint"
                        + " cannot check the rules; they are checked only against events: "
                        + String.join(", ", open.keySet())));
  }

  private void look(Contract.Rule rule) {
    String field = rule.field();
    Type self = Scalar.JSON;
    DeclaredPath place = new DeclaredPath(Scalar.JSON, false, null, Set.of());
    if (field != null) {
      FilePlace at = rule.places().field();
      place = place(field, at == null ? rule.places().rule() : at);
      Type declared = place.type();
      self = declared == null ? Scalar.JSON : declared;
    }
    if (rule.check().isRelation()) {
      DeclaredPath unused = place(rule.argument().text(), rule.places().argument());
    }
    String reason = place.missing() == null ? Vacuity.of(rule, place) : null;
    if (reason != null
        && misfits.stream().noneMatch(misfit -> isAt(misfit, rule.places().argument()))) {
      idle.add(rule.places().argument().at("rule '" + rule.id() + "' " + reason));
    }
    if (rule.check() == CheckName.EXPR) {
      expression(rule, rule.argument().text(), rule.places().argument(), self);
    }
    FilePlace when = rule.places().when();
    if (rule.when() != null && when != null) {
      expression(rule, rule.when(), when, Scalar.JSON);
    }
  }

  private static boolean isAt(Problem problem, FilePlace at) {
    return problem.equals(at.at(problem.message()));
  }

  private DeclaredPath place(String text, FilePlace at) {
    Path path = Path.parse(text);
    if (path.root() == Root.HEADERS) {
      return new DeclaredPath(Scalar.STRING, false, null, Set.of());
    }
    DeclaredPath place = DeclaredPath.find(path, path.root() == Root.KEY ? key : message);
    String missing = place.missing();
    if (missing != null) {
      unknown.add(
          at.at(
              "the schema has no field '"
                  + missing
                  + "'"
                  + Suggestion.among(missing, place.known())));
    }
    return place;
  }

  private void expression(Contract.Rule rule, String text, FilePlace at, Type self) {
    try {
      if (expressions.require(text, self)) {
        open.putIfAbsent(rule.id(), at);
      }
    } catch (ExpressionException e) {
      e.issues().forEach(issue -> issue(rule, at, issue));
    }
  }

  private void issue(Contract.Rule rule, FilePlace at, ExpressionException.Issue issue) {
    if (issue.cause() instanceof Cause.ObjectAsMap) {
      open.putIfAbsent(rule.id(), at);
    } else if (issue.cause() instanceof Cause.UnknownField field) {
      unknown.add(
          at.at(
              issue.line(),
              issue.column(),
              "the schema has no field '"
                  + field.name()
                  + "'"
                  + Suggestion.among(field.name(), allNames())));
    } else {
      String reason =
          issue.cause() instanceof Cause.NoOverload overload ? overload.words() : issue.message();
      misfits.add(at.at(issue.line(), issue.column(), "does not match the schema: " + reason));
    }
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
