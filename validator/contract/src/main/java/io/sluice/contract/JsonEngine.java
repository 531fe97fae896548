package io.sluice.contract;

/** What applies JSON Schemas. */
public enum JsonEngine {
  /** Sluice's own: all drafts from 4 on, and its work is bounded. */
  SLUICE,
  /** A library for all drafts from 4 on. */
  NETWORKNT,
  /** What Confluent's serializers use for drafts 4, 6 and 7: for teams that want their verdict. */
  EVERIT
}
