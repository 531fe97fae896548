package io.sluice.contract;

/** The data quality dimension of a rule, for reports: the six dimensions of DAMA. */
public enum Dimension {
  ACCURACY,
  COMPLETENESS,
  CONFORMITY,
  CONSISTENCY,
  TIMELINESS,
  UNIQUENESS
}
