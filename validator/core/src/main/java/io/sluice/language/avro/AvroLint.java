package io.sluice.language.avro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.decode.AvroSchemas;
import io.sluice.finding.JsonPositions;
import io.sluice.finding.LintFinding;
import io.sluice.finding.LintFinding.Severity;
import io.sluice.finding.LintFinding.Topic;
import io.sluice.language.SchemaFolder.Version;
import io.sluice.limit.Limits;
import io.sluice.path.Path;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * Finds mistakes in Avro schemas in Git that do not prevent records from being read.
 *
 * @see <a href="https://avro.apache.org/docs/1.12.0/specification/">Specification</a>
 */
final class AvroLint {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Pattern NAME =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)*");

  private final JsonPositions positions;
  private final List<LintFinding> findings = new ArrayList<>();

  /**
   * The records that directly enclose the current place, with only records and fields in between.
   */
  private final Deque<String> around = new ArrayDeque<>();

  private AvroLint(JsonPositions positions) {
    this.positions = positions;
  }

  /**
   * Lint findings for a schema version.
   *
   * @param isNewest whether it is the newest version, which new events use
   */
  static List<LintFinding> of(Version version, boolean isNewest) {
    try {
      String text = version.text().text();
      JsonNode json = JSON.readTree(text);
      AvroLint lint = new AvroLint(JsonPositions.of(version.file().toString(), text));
      Severity severity = isNewest ? Severity.ERROR : Severity.WARNING;
      lint.positions
          .repeated()
          .forEach(problem -> lint.findings.add(new LintFinding(severity, Topic.SCHEMA, problem)));
      lint.look(json, AvroSchemas.parse(version.text()), "");
      return lint.findings;
    } catch (IOException | SchemaParseException e) {
      // reported when the schema is compiled
      return List.of();
    }
  }

  /**
   * Checks a schema and its parts.
   *
   * @param json the schema in the file, which contains only the name of a type that was defined
   *     earlier
   */
  private void look(JsonNode json, Schema schema, String path) {
    if (json.isTextual()) {
      if (schema.getType() == Schema.Type.RECORD && around.contains(schema.getFullName())) {
        add(
            Severity.ERROR,
            path,
            "the record '"
                + schema.getFullName()
                + "' always contains itself, so a value would never end; make the field a union"
                + " with null, an array, or a map");
      }
      return;
    }
    if (json.isArray()) {
      apart(() -> eachBranch(json, schema, path));
      return;
    }
    names(json, path);
    logicalType(json, schema, path);
    switch (schema.getType()) {
      case RECORD -> record(json, schema, path);
      case ENUM -> enumeration(json, schema, path);
      case ARRAY ->
          apart(() -> look(json.path("items"), schema.getElementType(), Path.child(path, "items")));
      case MAP ->
          apart(() -> look(json.path("values"), schema.getValueType(), Path.child(path, "values")));
      case FIXED -> fixed(json, schema, path);
      default -> {}
    }
  }

  private void fixed(JsonNode json, Schema schema, String path) {
    int most = Limits.DEFAULT.recordBytes();
    if (schema.getFixedSize() > most) {
      add(
          Severity.WARNING,
          Path.child(path, "size"),
          "the fixed type '"
              + schema.getName()
              + "' has a size of "
              + json.path("size")
              + " bytes; records with more than "
              + most
              + " bytes are rejected by default (limits.recordBytes)");
    }
  }

  private void eachBranch(JsonNode json, Schema schema, String path) {
    for (int i = 0; i < json.size(); i++) {
      look(json.get(i), schema.getTypes().get(i), Path.element(path, i));
    }
  }

  /** A part that can be empty, so that records in it can contain the enclosing records. */
  private void apart(Runnable part) {
    List<String> outside = List.copyOf(around);
    around.clear();
    part.run();
    around.addAll(outside);
  }

  private void record(JsonNode json, Schema schema, String path) {
    around.push(schema.getFullName());
    JsonNode fields = json.path("fields");
    for (int i = 0; i < fields.size(); i++) {
      JsonNode field = fields.get(i);
      Schema type = schema.getFields().get(i).schema();
      String at = Path.element(Path.child(path, "fields"), i);
      look(field.path("type"), type, Path.child(at, "type"));
      if (field.has("default") && !AvroDefaults.fits(field.path("default"), type)) {
        add(
            Severity.WARNING,
            Path.child(at, "default"),
            "the default of '"
                + field.path("name").asText()
                + "' is not "
                + AvroDefaults.words(type)
                + "; Sluice reads the records anyway, but consumers fail if they need the default"
                + " for a missing field");
      }
      if (field.has("logicalType")) {
        add(
            Severity.WARNING,
            Path.child(at, "logicalType"),
            "Avro ignores a 'logicalType' on a field; put it inside 'type', as in {\"type\":"
                + " \"long\", \"logicalType\": \"timestamp-millis\"}");
      }
    }
    around.pop();
  }

  private void enumeration(JsonNode json, Schema schema, String path) {
    JsonNode fallback = json.path("default");
    if (!fallback.isMissingNode() && !schema.getEnumSymbols().contains(fallback.textValue())) {
      add(
          Severity.WARNING,
          Path.child(path, "default"),
          "the default of the enum '"
              + schema.getName()
              + "' is not one of its symbols; Sluice reads the records anyway, but consumers fail"
              + " if they do not recognize a symbol");
    }
  }

  private void names(JsonNode json, String path) {
    for (String member : List.of("namespace", "name")) {
      String name = json.path(member).asText();
      if (!name.isEmpty() && !NAME.matcher(name).matches()) {
        add(
            Severity.WARNING,
            Path.child(path, member),
            "'"
                + name
                + "' is not a valid Avro name: each part can contain only letters, digits, and"
                + " '_', and"
                + " cannot start with a digit; Sluice reads the records anyway, but strict"
                + " consumers reject the schema");
      }
    }
  }

  private void logicalType(JsonNode json, Schema schema, String path) {
    JsonNode logical = json.path("logicalType");
    if (!logical.isMissingNode() && schema.getLogicalType() == null) {
      add(
          Severity.WARNING,
          Path.child(path, "logicalType"),
          "Avro ignores the logical type '"
              + logical.asText()
              + "' here: "
              + AvroLogicalTypes.reason(logical.asText(), json, schema));
    }
  }

  private void add(Severity severity, String path, String message) {
    findings.add(new LintFinding(severity, Topic.SCHEMA, positions.at(path, message)));
  }
}
