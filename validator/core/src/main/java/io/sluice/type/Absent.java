package io.sluice.type;

/** Marks a place that is missing from the event; never the same as null. */
public enum Absent {
  VALUE
}
