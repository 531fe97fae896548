/** Spark as an independent reader of tables; only tests start it. */
@NullMarked
package io.sluice.spark;

import org.jspecify.annotations.NullMarked;
