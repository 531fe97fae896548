/** Rows as the audit reads them: what they say of themselves, and a hash of what they hold. */
@NullMarked
package io.sluice.audit.row;

import org.jspecify.annotations.NullMarked;
