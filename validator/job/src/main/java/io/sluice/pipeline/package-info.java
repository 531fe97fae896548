/** A pipeline: its configuration, contracts, and topics, read once. */
@NullMarked
package io.sluice.pipeline;

import org.jspecify.annotations.NullMarked;
