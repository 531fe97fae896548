package io.sluice.contract;

/** The validators for JSON Schema. */
public enum JsonEngine {
  /** Sluice's own validator: all drafts from 4 on, with bounded work. */
  SLUICE,
  /** A library for all drafts from 4 on. */
  NETWORKNT,
  /**
   * The library of Confluent's serializers, for drafts 4, 6, and 7, for teams that want the same
   * verdicts.
   */
  EVERIT
}
