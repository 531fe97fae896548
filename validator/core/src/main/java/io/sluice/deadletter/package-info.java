/** The dead letter: the original record and the reasons why it died. */
@NullMarked
package io.sluice.deadletter;

import org.jspecify.annotations.NullMarked;
