package io.sluice.audit.value;

import java.io.IOException;
import java.util.List;

/** Where the schemas are that records name. */
@FunctionalInterface
public interface SchemaTexts {

  /**
   * A schema's text.
   *
   * @param references texts of the schemas that it refers to, each after those it needs itself
   */
  record Text(boolean isAvro, String text, List<String> references) {}

  /**
   * Fetches a schema.
   *
   * @param label as the audit column {@code _schema} has it: {@code id:17}, {@code guid:...}
   * @throws IOException where there is no such schema
   * @throws io.sluice.failure.OutageException where it cannot be had now
   */
  Text fetch(String label) throws IOException;
}
