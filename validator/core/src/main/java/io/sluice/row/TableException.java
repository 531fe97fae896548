package io.sluice.row;

/** A table cannot be prepared. It is not about the record. */
public final class TableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public TableException(RuntimeException cause) {
    super(cause.getMessage(), cause);
  }
}
