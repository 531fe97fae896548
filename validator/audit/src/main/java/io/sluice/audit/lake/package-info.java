/** The lake: tables, their files and marks, and the ledger. */
@NullMarked
package io.sluice.audit.lake;

import org.jspecify.annotations.NullMarked;
