package io.sluice.audit.value;

import java.io.IOException;
import java.util.List;

/** A source of the schemas that records refer to. */
@FunctionalInterface
public interface SchemaTexts {

  /**
   * A schema's text.
   *
   * @param references the texts of referenced schemas, each one after the schemas that it needs
   */
  record Text(boolean isAvro, String text, List<String> references) {}

  /**
   * Fetches a schema.
   *
   * @param label in the form of the audit column {@code _schema}: {@code id:17}, {@code guid:...}
   * @throws IOException if the schema does not exist
   * @throws io.sluice.failure.OutageException if it cannot be fetched now
   */
  Text fetch(String label) throws IOException;
}
