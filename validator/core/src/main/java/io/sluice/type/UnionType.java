package io.sluice.type;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One of several types, not counting null. A union of null and one type is a nullable place
 * instead.
 */
public record UnionType(List<Type> branches) implements Type {

  public UnionType {
    branches = List.copyOf(branches);
  }

  @Override
  public String describe() {
    return branches.stream()
        .map(Type::describe)
        .distinct()
        .collect(Collectors.joining(", ", "union (", ")"));
  }
}
