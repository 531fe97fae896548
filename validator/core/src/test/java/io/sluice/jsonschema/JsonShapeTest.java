package io.sluice.jsonschema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.type.RecordType;
import io.sluice.type.Scalar;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Shapes of schemas that are larger than they look. */
class JsonShapeTest {

  private static RecordType shape(String schema) throws Exception {
    return (RecordType) JsonShape.of(new ObjectMapper().readTree(schema), Map.of()).type();
  }

  @Test
  void aSchemaInsideItselfEnds() throws Exception {
    RecordType tree =
        shape(
            """
            {"type": "object", "additionalProperties": false, "properties": {
              "tree": {"$ref": "#/$defs/node"}},
             "$defs": {"node": {"type": "object", "additionalProperties": false, "properties": {
               "value": {"type": "integer"},
               "left": {"$ref": "#/$defs/node"}, "right": {"$ref": "#/$defs/node"}}}}}
            """);
    RecordType node = (RecordType) tree.fields().get(0).type();
    assertThat(node.fields().get(0).type()).isEqualTo(Scalar.LONG);
    assertThat(node.fields().get(1).type()).isEqualTo(Scalar.JSON);
    assertThat(node.fields().get(2).type()).isEqualTo(Scalar.JSON);
  }

  @Test
  void aSchemaThatDoublesAtEachLevelEnds() throws Exception {
    StringBuilder defs = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      String next =
          i == 29 ? "{\"type\": \"integer\"}" : "{\"$ref\": \"#/$defs/d" + (i + 1) + "\"}";
      defs.append(i == 0 ? "" : ",").append("\"d" + i + "\": {\"type\": \"object\",");
      defs.append("\"additionalProperties\": false, \"properties\": {\"a\": " + next + ", \"b\": ");
      defs.append(next).append("}}");
    }
    RecordType shape =
        shape(
            "{\"type\": \"object\", \"properties\": {\"root\": {\"$ref\": \"#/$defs/d0\"}}, \"$defs\": {"
                + defs
                + "}}");
    assertThat(shape.fields()).hasSize(1);
  }
}
