/** Stage table: maps an event to the columns of its table. */
@NullMarked
package io.sluice.row;

import org.jspecify.annotations.NullMarked;
