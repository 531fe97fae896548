/** YAML 1.2 files as trees of nodes with positions. */
@NullMarked
package io.sluice.yaml;

import org.jspecify.annotations.NullMarked;
