package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** A family of related keywords. Each keyword belongs to one family, which defines its meaning. */
interface KeywordFamily {

  /**
   * The assertions of a keyword in a schema; empty if the keyword belongs to another family, or its
   * value is not valid.
   */
  List<Keyword> compile(Site site, String name, JsonNode value) throws UnusableJsonSchema;
}
