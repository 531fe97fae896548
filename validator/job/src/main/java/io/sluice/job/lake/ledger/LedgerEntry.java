package io.sluice.job.lake.ledger;

import io.sluice.kafka.SourcePartition;

/** A row of the ledger. */
public record LedgerEntry(SourcePartition partition, long checkpoint, Tally tally) {}
