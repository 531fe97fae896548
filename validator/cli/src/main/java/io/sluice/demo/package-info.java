/** A whole landscape in one process: broker, registry, catalog, job, and real events. */
@NullMarked
package io.sluice.demo;

import org.jspecify.annotations.NullMarked;
