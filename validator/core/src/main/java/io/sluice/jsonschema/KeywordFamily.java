package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Keywords that belong together. A keyword is of one family, which knows all that it means. */
interface KeywordFamily {

  /**
   * What a keyword of a schema demands; empty where it is of another family, or has a value that
   * makes no sense.
   */
  List<Keyword> compile(Site site, String name, JsonNode value) throws UnusableJsonSchema;
}
