package io.sluice.failure;

/**
 * One mistake in a set-up file.
 *
 * @param file as the user named it
 * @param line from 1
 * @param column from 1
 * @param message what is wrong and what to write instead
 */
public record Problem(String file, int line, int column, String message) {
  @Override
  public String toString() {
    return file + ":" + line + ":" + column + ": " + message;
  }
}
