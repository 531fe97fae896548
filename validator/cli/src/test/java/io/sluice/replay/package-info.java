@NullMarked
package io.sluice.replay;

import org.jspecify.annotations.NullMarked;
