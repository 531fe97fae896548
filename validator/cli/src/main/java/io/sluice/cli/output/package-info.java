@NullMarked
package io.sluice.cli.output;

import org.jspecify.annotations.NullMarked;
