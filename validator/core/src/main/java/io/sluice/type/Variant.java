package io.sluice.type;

/** A value of a {@link UnionType} with its branch. */
public record Variant(Type branch, Object value) {}
