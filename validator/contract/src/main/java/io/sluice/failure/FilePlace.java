package io.sluice.failure;

/**
 * A position in a contract or configuration file.
 *
 * @param file the file name as the user gave it
 * @param line from 1
 * @param column from 1
 * @param textColumn the column where the text at this position starts, or 0 if its lines are not
 *     the lines of the file
 */
public record FilePlace(String file, int line, int column, int textColumn) {

  /** A problem at this position. */
  public Problem at(String message) {
    return new Problem(file, line, column, message);
  }

  /**
   * A problem inside the text at this position.
   *
   * @param inLine the line in the text, from 1
   * @param inColumn the column in the line, from 1
   */
  public Problem at(int inLine, int inColumn, String message) {
    return textColumn == 0 || inLine > 1
        ? at(message)
        : new Problem(file, line, textColumn + inColumn - 1, message);
  }
}
