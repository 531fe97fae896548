package io.sluice.language;

import com.fasterxml.jackson.databind.JsonNode;

/** Encodes plain JSON events of one schema the way a producer would, without a frame. */
public interface EventEncoder {

  /**
   * The bytes of an event.
   *
   * @throws UnfitEventException if the event does not match the schema
   */
  byte[] encode(JsonNode event) throws UnfitEventException;
}
