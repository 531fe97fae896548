/** Commands about dead letters. */
@NullMarked
package io.sluice.cli.letters;

import org.jspecify.annotations.NullMarked;
