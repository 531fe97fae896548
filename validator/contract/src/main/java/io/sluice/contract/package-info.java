/** Contract files: their model, parser, and fingerprint. */
@NullMarked
package io.sluice.contract;

import org.jspecify.annotations.NullMarked;
