package io.sluice.job.split;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The state of the coordinator.
 *
 * @param discovered every discovered partition, with the offset at which it was started
 * @param unassigned the discovered partitions that no reader has yet
 * @param schemas every schema that a reader has fetched
 * @param tables by topic, the tables for which its records were checked
 */
public record GateState(
    List<GateSplit> discovered,
    List<GateSplit> unassigned,
    List<KnownSchema> schemas,
    Map<String, Set<String>> tables) {}
