@NullMarked
package io.sluice.cli.hold;

import org.jspecify.annotations.NullMarked;
