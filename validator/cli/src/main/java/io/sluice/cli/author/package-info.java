/** Commands for rule authors. */
@NullMarked
package io.sluice.cli.author;

import org.jspecify.annotations.NullMarked;
