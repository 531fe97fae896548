package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.fault.Fault;
import io.sluice.fault.Faults;
import io.sluice.fault.Stage;
import io.sluice.path.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A keyword that a document violates.
 *
 * @param instance the names and indexes that lead to the place in the document
 * @param schemaPath the position of the keyword in the schema, as a JSON pointer
 * @param wantsNull whether the keyword allows only null
 * @param branchOf the choice whose closest branch contains the failure, or null
 */
public record SchemaFailure(
    String keyword,
    List<Object> instance,
    String schemaPath,
    boolean wantsNull,
    @Nullable String branchOf) {

  /** Keywords that distinguish branches. */
  private static final Set<String> DISCRIMINATORS = Set.of("const", "enum");

  /**
   * A failure.
   *
   * @param value the keyword's value in the schema; missing or null if it is not known
   */
  public static SchemaFailure of(
      String keyword, List<Object> instance, String schemaPath, @Nullable JsonNode value) {
    return new SchemaFailure(
        keyword, instance, schemaPath, value != null && wantsNull(keyword, value), null);
  }

  private static boolean wantsNull(String keyword, JsonNode value) {
    JsonNode only = value.isArray() && value.size() == 1 ? value.get(0) : value;
    return switch (keyword) {
      case "type" -> only.asText().equals("null");
      case "const" -> value.isNull();
      case "enum" -> only.isNull();
      default -> false;
    };
  }

  /**
   * The failures of a {@code oneOf} or {@code anyOf} without a matching branch: the failures of the
   * closest branch, because producers intend one of them. The closest branch has the right kind and
   * the fewest failures. It is never the branch for null, because a producer that writes a value
   * does not intend null.
   *
   * @param branches the failures of each branch; there is at least one branch
   */
  public static List<SchemaFailure> best(
      String keyword, List<Object> instance, List<List<SchemaFailure>> branches) {
    int depth = instance.size();
    return branches.stream()
        .min(
            Comparator.<List<SchemaFailure>, Boolean>comparing(branch -> isForNull(branch, depth))
                .thenComparingLong(branch -> ofAnotherKind(branch, depth))
                .thenComparingInt(List::size))
        .orElseThrow()
        .stream()
        .map(
            one ->
                one.branchOf == null
                    ? new SchemaFailure(
                        one.keyword, one.instance, one.schemaPath, one.wantsNull, keyword)
                    : one)
        .toList();
  }

  private static boolean isForNull(List<SchemaFailure> branch, int depth) {
    return branch.stream()
        .anyMatch(failure -> failure.wantsNull && failure.instance.size() == depth);
  }

  /** The number of failures that suggest that the document is not meant for a branch. */
  private static long ofAnotherKind(List<SchemaFailure> branch, int depth) {
    return branch.stream()
        .filter(
            failure ->
                (failure.keyword.equals("type") && failure.instance.size() == depth)
                    || (DISCRIMINATORS.contains(failure.keyword) && failure.isNear(depth)))
        .count();
  }

  /** Whether the place is the value itself, or a member of it. */
  private boolean isNear(int depth) {
    return instance.size() <= depth
        || (instance.size() == depth + 1 && instance.get(depth) instanceof String);
  }

  /** All codes that schema faults can have: keywords, and the codes of other failures. */
  public static Set<String> codes() {
    Set<String> codes = Dialect.names();
    codes.addAll(Set.of("false", "schema", "too_complex"));
    return codes;
  }

  /** The faults for one or more failures. */
  public static Faults faults(List<SchemaFailure> failures) {
    Faults faults = new Faults();
    failures.forEach(failure -> faults.add(failure.fault()));
    return faults;
  }

  /** A failure of a keyword at a place that was found by {@link Evaluation}. */
  static SchemaFailure of(
      String keyword, Place place, String schemaPath, @Nullable JsonNode value) {
    return of(keyword, place.path(), schemaPath, value);
  }

  /** The same for a member of the place. */
  SchemaFailure inside(String name) {
    List<Object> path = new ArrayList<>(instance);
    path.add(name);
    return new SchemaFailure(keyword, path, schemaPath, wantsNull, branchOf);
  }

  /** The fault of an evaluation that did not finish. */
  public static Faults unfinished(String keyword, String message) {
    Faults faults = new Faults();
    faults.add(new Fault(Stage.CONFORM, keyword, null, null, message));
    return faults;
  }

  private Fault fault() {
    String path = path();
    String message =
        "violates '"
            + keyword
            + "' in the schema at "
            + schemaPath
            + (branchOf == null ? "" : ", in the closest-matching branch of '" + branchOf + "'");
    return new Fault(
        Stage.CONFORM, keyword, path.isEmpty() ? null : path, null, message, schemaPath);
  }

  private String path() {
    String path = "";
    for (Object element : instance) {
      path =
          element instanceof Integer index
              ? Path.element(path, index)
              : Path.child(path, element.toString());
    }
    return path;
  }
}
