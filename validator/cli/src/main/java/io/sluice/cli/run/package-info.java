@NullMarked
package io.sluice.cli.run;

import org.jspecify.annotations.NullMarked;
