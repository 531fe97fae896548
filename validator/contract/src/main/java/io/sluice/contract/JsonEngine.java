package io.sluice.contract;

/** What applies JSON Schemas. */
public enum JsonEngine {
  /** The most conformant one; all drafts from 4 on. */
  NETWORKNT,
  /** What Confluent's serializers use for drafts 4, 6 and 7: for teams that want their verdict. */
  EVERIT
}
