@NullMarked
package io.sluice.job.lake.ledger;

import org.jspecify.annotations.NullMarked;
