/** Findings against a record: stage, code, path, rule, and message. */
@NullMarked
package io.sluice.fault;

import org.jspecify.annotations.NullMarked;
