package io.sluice.job.source;

import java.util.List;

/**
 * What the coordinator remembers.
 *
 * @param discovered every partition that was handed out, with where it was started
 * @param unassigned those of them that no reader has yet
 * @param schemas every schema that a reader has fetched
 */
record GateState(
    List<GateSplit> discovered, List<GateSplit> unassigned, List<KnownSchema> schemas) {}
