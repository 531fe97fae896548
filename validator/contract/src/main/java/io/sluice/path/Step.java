package io.sluice.path;

/** One step of a path: to a named part, to one element, or to all elements. */
public sealed interface Step {

  /** To the field, member, or map entry with a name. */
  record Name(String name) implements Step {}

  /** To every element of an array or every value of a map. */
  record Each() implements Step {}

  /** To the element at an index, counted from 0. */
  record Index(int index) implements Step {}
}
