/** Statistics of a sample of events, and the rules that they suggest. */
@NullMarked
package io.sluice.profile;

import org.jspecify.annotations.NullMarked;
