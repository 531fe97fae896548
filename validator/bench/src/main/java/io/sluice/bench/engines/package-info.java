/** JMH benchmarks of the engines for rules, expressions, and JSON Schema. */
@NullMarked
package io.sluice.bench.engines;

import org.jspecify.annotations.NullMarked;
