package io.sluice.audit.value;

import java.io.IOException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/**
 * The expected {@link RowHash} of a row's data columns, computed from its record. If the value
 * cannot be determined, the hash differs from the row's, and {@link RecordComparison} decides. Not
 * thread-safe.
 */
final class ExpectedHash {

  private final Types.StructType table;
  private final FieldColumns fields;
  private final Map<String, Types.NestedField> columns = new HashMap<>();
  private final AvroHash avro = new AvroHash();
  private final IdentityHashMap<Schema, AvroHash.Hasher> values = new IdentityHashMap<>();
  private final Map<String, IdentityHashMap<Schema, AvroHash.Hasher>> keys = new HashMap<>();
  private final JsonHash json;

  /**
   * Prepares the hashes of a table.
   *
   * @param fields the columns of the fields
   */
  ExpectedHash(Types.StructType table, FieldColumns fields) {
    this.table = table;
    this.fields = fields;
    table.fields().forEach(column -> columns.put(column.name(), column));
    this.json = new JsonHash(columns, fields);
  }

  /**
   * The sum over the columns of a value.
   *
   * @throws IOException if the value cannot be decoded
   */
  long ofValue(Payload value) throws IOException {
    Schema schema = value.schema().avro();
    if (schema == null) {
      return json.event(value.decode().json());
    }
    AvroHash.Hasher hasher = values.get(schema);
    if (hasher == null) {
      hasher = compile(schema);
      values.put(schema, hasher);
    }
    return hasher.of(value.decoder());
  }

  private AvroHash.Hasher compile(Schema schema) {
    if (schema.getType() == Schema.Type.RECORD) {
      return avro.record(schema, table, fields);
    }
    String wholeName = fields.whole();
    long name = Hash.name(wholeName);
    Types.NestedField column = columns.get(wholeName);
    if (column == null) {
      return in -> Hash.at(name, Hash.NO_COLUMN);
    }
    AvroHash.Hasher whole = avro.compile(schema, column.type(), fields.in(wholeName));
    return in -> {
      long hash = whole.of(in);
      return hash == Hash.NULL ? 0 : Hash.at(name, hash);
    };
  }

  /**
   * The hash of a key in its column.
   *
   * @param wanted the name that the contract gives the column
   * @param key null if it is neither Avro nor JSON
   * @param plain the key in that case
   * @throws IOException if it cannot be decoded
   */
  long ofKey(String wanted, @Nullable Payload key, @Nullable DecodedValue plain)
      throws IOException {
    String column = fields.key(wanted);
    Types.NestedField field = column == null ? null : columns.get(column);
    if (column == null || field == null) {
      return Hash.at(Hash.name(wanted), Hash.NO_COLUMN);
    }
    long name = Hash.name(column);
    FieldColumns inside = fields.in(column);
    if (key == null) {
      return plain == null ? 0 : Hash.at(name, RowHash.of(plain.value()));
    }
    Schema schema = key.schema().avro();
    if (schema == null) {
      return Hash.at(name, JsonHash.of(key.decode().json(), field.type(), inside));
    }
    AvroHash.Hasher hasher =
        keys.computeIfAbsent(column, any -> new IdentityHashMap<>())
            .computeIfAbsent(schema, one -> avro.compile(one, field.type(), inside));
    return Hash.at(name, hasher.of(key.decoder()));
  }
}
