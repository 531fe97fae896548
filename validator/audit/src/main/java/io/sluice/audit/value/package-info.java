/** Records and rows, read and compared by the audit's own means. */
@NullMarked
package io.sluice.audit.value;

import org.jspecify.annotations.NullMarked;
