/**
 * Dead letters as they are in Kafka: reading, choosing and counting them, and what became of them.
 */
@NullMarked
package io.sluice.letters;

import org.jspecify.annotations.NullMarked;
