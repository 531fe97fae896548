package io.sluice.audit;

/** Is told how far an audit has come. Calls may come from several threads. */
public interface AuditProgress {

  /** Tells nobody. */
  AuditProgress NONE = (what, done, all) -> {};

  /**
   * A part of the work has moved on.
   *
   * @param what for people
   * @param all how much there is to do
   */
  void at(String what, long done, long all);
}
