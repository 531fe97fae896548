package io.sluice.replay;

/**
 * How a plan is applied.
 *
 * @param unchecked whether records are sent without looking whether they would pass
 * @param force whether letters that some plan has sent or parked are sent again
 * @param acceptRules whether rules may have changed since the plan was made
 * @param dryRun whether nothing is sent
 * @param rate records per second, 0 for as many as there can be
 */
public record ReplayOptions(
    boolean unchecked, boolean force, boolean acceptRules, boolean dryRun, int rate) {}
