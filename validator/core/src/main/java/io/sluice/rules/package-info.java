/** Stage rules: declared checks, compiled once per contract and schema. */
@NullMarked
package io.sluice.rules;

import org.jspecify.annotations.NullMarked;
