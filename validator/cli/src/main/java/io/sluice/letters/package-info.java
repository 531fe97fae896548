/** Dead letters in Kafka: how to read, select, and count them, and their states. */
@NullMarked
package io.sluice.letters;

import org.jspecify.annotations.NullMarked;
