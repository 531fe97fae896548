/** Commands that run a pipeline and show its tables. */
@NullMarked
package io.sluice.cli.run;

import org.jspecify.annotations.NullMarked;
