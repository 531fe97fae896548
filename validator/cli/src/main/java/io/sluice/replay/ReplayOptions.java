package io.sluice.replay;

/**
 * The options to apply a plan with.
 *
 * @param unchecked whether to send records without checking that they would pass
 * @param force whether to send letters again that a plan has sent or parked
 * @param acceptRules whether to continue if the rules have changed since the plan was made
 * @param dryRun whether to send nothing
 * @param rate the most records per second, 0 for no limit
 */
public record ReplayOptions(
    boolean unchecked, boolean force, boolean acceptRules, boolean dryRun, int rate) {}
