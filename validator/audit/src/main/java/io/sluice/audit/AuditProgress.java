package io.sluice.audit;

/** Receives the progress of an audit. Several threads may call it. */
public interface AuditProgress {

  /** Ignores the progress. */
  AuditProgress NONE = (what, done, all) -> {};

  /**
   * Reports the progress of a part of the work.
   *
   * @param what the part, as text
   * @param all the total amount of work
   */
  void at(String what, long done, long all);
}
