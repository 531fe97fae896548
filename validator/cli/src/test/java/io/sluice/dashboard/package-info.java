/** Dashboards, recording rules and alerts, held against the catalog of metrics. */
@NullMarked
package io.sluice.dashboard;

import org.jspecify.annotations.NullMarked;
