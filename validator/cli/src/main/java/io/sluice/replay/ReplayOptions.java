package io.sluice.replay;

/**
 * The options for applying a plan.
 *
 * @param unchecked whether to send records without checking that they would pass
 * @param force whether to send letters again that a plan has sent or parked
 * @param acceptRules whether to continue if the rules have changed since the plan was made
 * @param dryRun whether to check the letters without sending them
 * @param rate the maximum number of records per second, 0 for no limit
 */
public record ReplayOptions(
    boolean unchecked, boolean force, boolean acceptRules, boolean dryRun, int rate) {}
