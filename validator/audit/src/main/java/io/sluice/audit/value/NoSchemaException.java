package io.sluice.audit.value;

import java.io.IOException;

/** A record was written with a schema that cannot be had any more, so it cannot be compared. */
public final class NoSchemaException extends IOException {

  private static final long serialVersionUID = 1L;

  NoSchemaException(String message) {
    super(message);
  }

  NoSchemaException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
