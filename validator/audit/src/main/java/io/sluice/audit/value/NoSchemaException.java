package io.sluice.audit.value;

import java.io.IOException;

/** The schema of a record is no longer available, so the record cannot be compared. */
public final class NoSchemaException extends IOException {

  private static final long serialVersionUID = 1L;

  NoSchemaException(String message) {
    super(message);
  }

  NoSchemaException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
