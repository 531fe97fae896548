/** Audit reports: findings and coverage. */
@NullMarked
package io.sluice.audit.report;

import org.jspecify.annotations.NullMarked;
