package io.sluice.job.lake;

import io.sluice.kafka.SourcePartition;

/** A row of the ledger. */
record LedgerEntry(SourcePartition partition, long checkpoint, Tally tally) {}
