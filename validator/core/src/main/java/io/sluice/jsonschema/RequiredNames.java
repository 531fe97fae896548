package io.sluice.jsonschema;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.type.Absent;
import io.sluice.type.Struct;
import java.util.ArrayList;
import java.util.List;

/** Names of members that an object must have. */
record RequiredNames(List<String> names) {

  /** The texts in a list; other elements are ignored. */
  static RequiredNames of(JsonNode list) {
    List<String> names = new ArrayList<>();
    for (JsonNode name : list) {
      if (name.isTextual()) {
        names.add(name.textValue());
      }
    }
    return new RequiredNames(names);
  }

  /** The names that an object lacks; none if the value is not an object. */
  List<String> missing(Place place) {
    return place.value instanceof Struct struct
        ? names.stream().filter(name -> struct.field(name) == Absent.VALUE).toList()
        : List.of();
  }
}
