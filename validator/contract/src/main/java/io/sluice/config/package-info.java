/** The one file that configures a pipeline. */
@NullMarked
package io.sluice.config;

import org.jspecify.annotations.NullMarked;
