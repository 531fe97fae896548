/** JSON Schema, drafts 4 to 2020-12: one resolver, and an evaluator with bounded work. */
@NullMarked
package io.sluice.jsonschema;

import org.jspecify.annotations.NullMarked;
