/** Where commands read from: files, topics, configuration. */
@NullMarked
package io.sluice.cli.input;

import org.jspecify.annotations.NullMarked;
