package io.sluice.docs;

/**
 * A text that people read.
 *
 * @param where file and line
 * @param words without code
 */
public record Text(String where, String words) {}
