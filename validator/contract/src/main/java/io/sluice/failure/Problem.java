package io.sluice.failure;

/**
 * One mistake in a contract or configuration file.
 *
 * @param file the file name as the user gave it
 * @param line from 1
 * @param column from 1
 * @param message the problem and what to write instead
 */
public record Problem(String file, int line, int column, String message) {
  @Override
  public String toString() {
    return file + ":" + line + ":" + column + ": " + message;
  }
}
