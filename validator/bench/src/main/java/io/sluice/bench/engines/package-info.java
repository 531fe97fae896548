/** JMH benchmarks of the engines: rules, expressions, JSON Schema. */
@NullMarked
package io.sluice.bench.engines;

import org.jspecify.annotations.NullMarked;
