/** The audit command and its reports. */
@NullMarked
package io.sluice.cli.audit;

import org.jspecify.annotations.NullMarked;
