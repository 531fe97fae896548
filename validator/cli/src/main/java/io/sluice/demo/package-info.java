/** The demo's services and events: a broker, a registry, a catalog, a job, and real streams. */
@NullMarked
package io.sluice.demo;

import org.jspecify.annotations.NullMarked;
