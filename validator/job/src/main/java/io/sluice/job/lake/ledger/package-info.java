/** The ledger: counts of records by partition, checkpoint, and outcome. */
@NullMarked
package io.sluice.job.lake.ledger;

import org.jspecify.annotations.NullMarked;
