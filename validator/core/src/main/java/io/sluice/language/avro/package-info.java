/** Avro. */
@NullMarked
package io.sluice.language.avro;

import org.jspecify.annotations.NullMarked;
