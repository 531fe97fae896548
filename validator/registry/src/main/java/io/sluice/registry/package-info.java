/** Schemas from a Confluent-compatible registry. */
@NullMarked
package io.sluice.registry;

import org.jspecify.annotations.NullMarked;
