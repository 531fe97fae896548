/** Commands for authors of contracts. */
@NullMarked
package io.sluice.cli.author;

import org.jspecify.annotations.NullMarked;
