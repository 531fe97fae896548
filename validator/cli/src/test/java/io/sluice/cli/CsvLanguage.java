package io.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.JsonValidation;
import io.sluice.decode.Decoder;
import io.sluice.decode.Malformed;
import io.sluice.failure.Problem;
import io.sluice.fault.Code;
import io.sluice.finding.LintFinding;
import io.sluice.finding.LintFinding.Severity;
import io.sluice.finding.LintFinding.Topic;
import io.sluice.language.EventEncoder;
import io.sluice.language.ReadableSchema;
import io.sluice.language.SchemaFolder.Version;
import io.sluice.language.SchemaLanguage;
import io.sluice.language.UnfitEventException;
import io.sluice.language.UnusableSchema;
import io.sluice.limit.Limits;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaText;
import io.sluice.type.Field;
import io.sluice.type.RecordType;
import io.sluice.type.RecordValue;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A language that Sluice does not have: a schema is a header with types, a record one line. */
public final class CsvLanguage implements SchemaLanguage {

  private static final Map<String, Scalar> TYPES =
      Map.of("long", Scalar.LONG, "double", Scalar.DOUBLE, "string", Scalar.STRING);

  @Override
  public String name() {
    return "csv";
  }

  @Override
  public String label() {
    return "CSV";
  }

  @Override
  public SchemaFormat format() {
    return new SchemaFormat("CSV");
  }

  @Override
  public String extension() {
    return "csv";
  }

  @Override
  public ReadableSchema compile(SchemaText schema, JsonValidation validation, Limits limits)
      throws UnusableSchema {
    return ReadableSchema.of(new Line(header(schema)), null);
  }

  private static RecordType header(SchemaText schema) throws UnusableSchema {
    List<Field> fields = new ArrayList<>();
    for (String column : schema.text().strip().split(",", -1)) {
      String[] parts = column.split(":", 2);
      Scalar type = parts.length == 2 ? TYPES.get(parts[1]) : null;
      if (type == null) {
        throw new UnusableSchema("not a CSV header: the column '" + column + "' has no type");
      }
      fields.add(new Field(parts[0], type, false, null));
    }
    return new RecordType("", null, fields);
  }

  /** Reads a line. */
  private record Line(RecordType type) implements Decoder {
    @Override
    public Object decode(byte[] bytes, int from) throws Malformed {
      String[] cells = new String(bytes, from, bytes.length - from, UTF_8).split(",", -1);
      if (cells.length != type.fields().size()) {
        throw new Malformed(Code.BAD_LENGTH, "the line has " + cells.length + " cells");
      }
      Object[] values = new Object[cells.length];
      for (int i = 0; i < cells.length; i++) {
        Field field = type.fields().get(i);
        try {
          values[i] = value(cells[i], field.type());
        } catch (NumberFormatException e) {
          throw new Malformed(Code.BAD_NUMBER, "is not a number").inField(field.name());
        }
      }
      return new RecordValue(type, values);
    }

    private static Object value(String cell, Type type) {
      if (type == Scalar.LONG) {
        return Long.valueOf(cell);
      }
      return type == Scalar.DOUBLE ? (Object) Double.valueOf(cell) : cell;
    }
  }

  @Override
  public EventEncoder encoder(SchemaText schema) throws UnfitEventException {
    try {
      RecordType type = header(schema);
      return event -> line(event, type).getBytes(UTF_8);
    } catch (UnusableSchema e) {
      throw new UnfitEventException(String.valueOf(e.getMessage()));
    }
  }

  private static String line(JsonNode event, RecordType type) throws UnfitEventException {
    List<String> cells = new ArrayList<>();
    for (Field field : type.fields()) {
      JsonNode cell = event.path(field.name());
      if (cell.isMissingNode()) {
        throw new UnfitEventException(field.name() + " is missing");
      }
      cells.add(cell.asText());
    }
    return String.join(",", cells);
  }

  @Override
  public List<LintFinding> lint(Version version, boolean isNewest) {
    return version.text().text().contains(" ")
        ? List.of(
            new LintFinding(
                Severity.WARNING,
                Topic.SCHEMA,
                new Problem(version.file().toString(), 1, 1, "names of columns have spaces")))
        : List.of();
  }
}
