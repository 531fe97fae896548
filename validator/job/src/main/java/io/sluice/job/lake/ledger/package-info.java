/** The ledger: what became of the records of each partition and checkpoint. */
@NullMarked
package io.sluice.job.lake.ledger;

import org.jspecify.annotations.NullMarked;
