/** Rows as the audit reads them: their audit columns, and a hash of their content. */
@NullMarked
package io.sluice.audit.row;

import org.jspecify.annotations.NullMarked;
