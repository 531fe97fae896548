package io.sluice.row;

/** Carries out of the gate why a table cannot be prepared; it says nothing about the record. */
public final class TableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public TableException(RuntimeException cause) {
    super(cause.getMessage(), cause);
  }
}
