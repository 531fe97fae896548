package io.sluice.row;

import io.sluice.fault.Code;

/**
 * Why values cannot be stored in a column of a table.
 *
 * @param code of stage table
 * @param message for people
 */
public record Misfit(Code code, String message) {}
