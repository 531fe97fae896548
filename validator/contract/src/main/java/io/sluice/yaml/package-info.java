/** YAML 1.2 files as trees of nodes that know their places. */
@NullMarked
package io.sluice.yaml;

import org.jspecify.annotations.NullMarked;
