package io.sluice.failure;

/**
 * Where something stands in a set-up file.
 *
 * @param file as the user named it
 * @param line from 1
 * @param column from 1
 * @param textColumn where the text that stands here begins, or 0 where its lines are not those of
 *     the file
 */
public record FilePlace(String file, int line, int column, int textColumn) {

  /** A problem here. */
  public Problem at(String message) {
    return new Problem(file, line, column, message);
  }

  /**
   * A problem inside the text that stands here.
   *
   * @param inLine line of the text, from 1
   * @param inColumn column of the line, from 1
   */
  public Problem at(int inLine, int inColumn, String message) {
    return textColumn == 0 || inLine > 1
        ? at(message)
        : new Problem(file, line, textColumn + inColumn - 1, message);
  }
}
