@NullMarked
package io.sluice.audit.row;

import org.jspecify.annotations.NullMarked;
