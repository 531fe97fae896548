package io.sluice.language;

import com.fasterxml.jackson.databind.JsonNode;

/** Writes events of one schema, given as plain JSON, as a producer would, without a frame. */
public interface EventEncoder {

  /**
   * The bytes of an event.
   *
   * @throws UnfitEventException where the schema has no such event
   */
  byte[] encode(JsonNode event) throws UnfitEventException;
}
