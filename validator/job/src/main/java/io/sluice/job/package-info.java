/** The Flink job: how its parts are put together. */
@NullMarked
package io.sluice.job;

import org.jspecify.annotations.NullMarked;
