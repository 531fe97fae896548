/** Records and rows, decoded and compared with the audit's own code. */
@NullMarked
package io.sluice.audit.value;

import org.jspecify.annotations.NullMarked;
