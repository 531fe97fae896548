package io.sluice.type;

/** The value of a {@link UnionType}, with the branch that it has. */
public record Variant(Type branch, Object value) {}
