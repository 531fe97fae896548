package io.sluice.job.split;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the coordinator remembers.
 *
 * @param discovered every partition that was found, with where it was started
 * @param unassigned those of them that no reader has yet
 * @param schemas every schema that a reader has fetched
 * @param tables by topic, the tables that its records were judged for
 */
public record GateState(
    List<GateSplit> discovered,
    List<GateSplit> unassigned,
    List<KnownSchema> schemas,
    Map<String, Set<String>> tables) {}
