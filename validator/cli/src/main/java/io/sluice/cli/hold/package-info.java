/** Commands that hold partitions and release them. */
@NullMarked
package io.sluice.cli.hold;

import org.jspecify.annotations.NullMarked;
