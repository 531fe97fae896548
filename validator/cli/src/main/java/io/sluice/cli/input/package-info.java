/** Options and readers for what commands read: files, topics, and the configuration. */
@NullMarked
package io.sluice.cli.input;

import org.jspecify.annotations.NullMarked;
