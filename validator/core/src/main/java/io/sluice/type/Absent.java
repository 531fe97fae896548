package io.sluice.type;

/** Stands for a place that is not in the event at all; never the same as null. */
public enum Absent {
  VALUE
}
