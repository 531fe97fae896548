package io.sluice.contract;

/** What aspect of quality a rule is about, for reports; the six of DAMA. */
public enum Dimension {
  ACCURACY,
  COMPLETENESS,
  CONFORMITY,
  CONSISTENCY,
  TIMELINESS,
  UNIQUENESS
}
