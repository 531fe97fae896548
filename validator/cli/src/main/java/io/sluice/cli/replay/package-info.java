/** Commands that replay dead letters. */
@NullMarked
package io.sluice.cli.replay;

import org.jspecify.annotations.NullMarked;
