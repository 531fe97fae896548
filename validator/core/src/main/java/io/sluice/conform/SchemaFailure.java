package io.sluice.conform;

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
 * A keyword that a document breaks. Where it is {@code oneOf} or {@code anyOf} and no branch fits,
 * only the failures of the branch that fits best are told: people mean one of them.
 *
 * @param instance names and indexes that lead to the place in the document
 * @param schemaPath where the keyword stands in the schema, as a JSON pointer
 * @param branches the failures of each branch; empty for other keywords
 */
record SchemaFailure(
    String keyword, List<Object> instance, String schemaPath, List<List<SchemaFailure>> branches) {

  /** Keywords by which branches are told apart. */
  private static final Set<String> DISCRIMINATORS = Set.of("const", "enum");

  static SchemaFailure of(String keyword, List<Object> instance, String schemaPath) {
    return new SchemaFailure(keyword, instance, schemaPath, List.of());
  }

  /** What failures amount to; there is at least one. */
  static Faults faults(List<SchemaFailure> failures) {
    List<Fault> all = new ArrayList<>();
    failures.forEach(failure -> failure.addTo(all, null));
    Faults faults = new Faults();
    all.forEach(faults::add);
    return faults;
  }

  /** Where evaluating a schema came to no end. */
  static Faults unfinished(String keyword, String message) {
    Faults faults = new Faults();
    faults.add(new Fault(Stage.CONFORM, keyword, null, null, message));
    return faults;
  }

  /** Adds the faults that this amounts to. */
  void addTo(List<Fault> faults, @Nullable String branchOf) {
    if (branches.isEmpty()) {
      faults.add(fault(branchOf));
    } else {
      best().forEach(failure -> failure.addTo(faults, keyword));
    }
  }

  private Fault fault(@Nullable String branchOf) {
    String path = path();
    String message =
        "breaks '"
            + keyword
            + "' of the schema at "
            + schemaPath
            + (branchOf == null ? "" : ", in the branch of '" + branchOf + "' that fits best");
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

  /** The branch of the right kind, and of those the one that breaks least. */
  private List<SchemaFailure> best() {
    return branches.stream()
        .min(
            Comparator.<List<SchemaFailure>>comparingLong(this::ofAnotherKind)
                .thenComparingInt(SchemaFailure::size))
        .orElseThrow();
  }

  /** How many failures say that the document is not meant for a branch. */
  private long ofAnotherKind(List<SchemaFailure> branch) {
    int depth = instance.size();
    return branch.stream()
        .filter(
            failure ->
                (failure.keyword.equals("type") && failure.instance.size() == depth)
                    || (DISCRIMINATORS.contains(failure.keyword)
                        && failure.instance.size() <= depth + 1))
        .count();
  }

  private static int size(List<SchemaFailure> failures) {
    List<Fault> faults = new ArrayList<>();
    failures.forEach(failure -> failure.addTo(faults, null));
    return faults.size();
  }
}
