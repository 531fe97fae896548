/** Benchmarks that run by hand. */
@NullMarked
package io.sluice.bench;

import org.jspecify.annotations.NullMarked;
