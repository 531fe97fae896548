package io.sluice.row;

import io.sluice.fault.Code;

/**
 * The reason why values cannot be stored in a column of a table.
 *
 * @param code a fault code of stage {@code table}
 * @param message the message for users
 */
public record Misfit(Code code, String message) {}
