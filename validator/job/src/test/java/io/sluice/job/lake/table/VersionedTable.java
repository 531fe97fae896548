package io.sluice.job.lake.table;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contract.Contract;
import io.sluice.contract.ContractParser;
import io.sluice.expression.CelSyntax;
import io.sluice.failure.Problems;
import io.sluice.fault.Faults;
import io.sluice.jsonschema.JsonShape;
import io.sluice.limit.Limits;
import io.sluice.row.AuditColumns;
import io.sluice.row.AuditColumns.Audit;
import io.sluice.row.Row;
import io.sluice.row.RowMapper;
import io.sluice.row.TableColumns;
import io.sluice.type.JsonObject;
import io.sluice.type.RecordType;
import io.sluice.type.Scalar;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.inmemory.InMemoryCatalog;

/** A table of a real catalog, and rows of the versions of a JSON Schema for it. */
final class VersionedTable implements Closeable {

  static final String NAME = "shop.things";

  final Lake lake =
      new Lake(Map.of("catalog-impl", InMemoryCatalog.class.getName(), "warehouse", "memory"));

  private final Contract contract;

  /**
   * @param more of the contract's table, as YAML in one line
   */
  VersionedTable(String more) {
    Problems problems = new Problems();
    Contract parsed =
        new ContractParser(problems, new CelSyntax())
            .parse(
                "things.yaml",
                """
                apiVersion: sluice/v1alpha1
                kind: Contract
                name: things
                owner: me
                source: { topics: [things] }
                key: { format: string, column: key }
                table: { name: %s%s }
                """
                    .formatted(NAME, more),
                name -> "");
    problems.throwIfAny();
    this.contract = Objects.requireNonNull(parsed);
  }

  Contract contract() {
    return contract;
  }

  /** Compiles a version of the schema, which prepares the table for it. */
  RowMapper version(String schema) throws Exception {
    return RowMapper.compile(
        contract,
        JsonShape.of(new ObjectMapper().readTree(schema), Map.of()),
        Scalar.STRING,
        (target, layouts) -> lake.prepare(target, layouts, "tests"),
        Limits.DEFAULT);
  }

  Table table() {
    return lake.prepared(NAME);
  }

  TableIdentifier identifier() {
    return TableIdentifier.parse(NAME);
  }

  String property() {
    return Objects.requireNonNull(table().properties().get(TableColumns.PROPERTY));
  }

  /** An object of names and values in turns. */
  static JsonObject object(Object... members) {
    JsonObject object = new JsonObject();
    for (int i = 0; i < members.length; i += 2) {
      object.put((String) members[i], members[i + 1]);
    }
    return object;
  }

  /** What a row has in its data columns, without nulls; or the faults. */
  static Map<String, Object> row(RowMapper version, JsonObject event) {
    Faults faults = new Faults();
    Audit audit = new Audit("things", "id", 0, 1, 0, null, "a", null, "v", List.of(), 0, null);
    Row row = version.map(event, "k", audit, faults);
    Map<String, Object> columns = new TreeMap<>();
    if (row == null) {
      faults.kept().forEach(fault -> columns.put(fault.path(), fault.code()));
      return columns;
    }
    RecordType type = row.layout().columns();
    for (int i = 0; i < type.fields().size(); i++) {
      String name = type.fields().get(i).name();
      if (!AuditColumns.isOne(name) && row.values()[i] != null) {
        columns.put(name, row.values()[i]);
      }
    }
    return columns;
  }

  @Override
  public void close() throws IOException {
    lake.close();
  }
}
