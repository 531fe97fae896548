package io.sluice.lint;

import io.sluice.check.CompiledSchema;
import io.sluice.contract.Contract;
import io.sluice.failure.Problem;
import io.sluice.fixture.Subject;
import io.sluice.language.SchemaFolder;
import io.sluice.language.SchemaFolder.Version;
import io.sluice.language.SchemaLanguages;
import io.sluice.language.UnusableSchema;
import io.sluice.limit.Limits;
import io.sluice.row.LayoutCheck;
import io.sluice.row.RowMapper;
import io.sluice.row.TableColumns;
import io.sluice.schema.SchemaText;
import io.sluice.type.RecordType;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import java.nio.file.Path;
import java.util.List;

/** Checks whether the table of a contract can be created, based on the files in Git. */
public final class TableLint {

  private TableLint() {}

  /** Why the table cannot be created; empty if no usable schema is in Git. */
  public static List<Problem> problems(Contract contract) {
    SchemaFolder folder = SchemaFolder.near(Path.of(contract.file()));
    List<Version> versions = versions(contract, Subject.of(contract, folder));
    if (versions.isEmpty()) {
      return List.of();
    }
    SchemaText newest = versions.get(versions.size() - 1).text();
    try {
      CompiledSchema schema =
          CompiledSchema.compile(newest, contract.value().validation(), Limits.DEFAULT);
      return problems(contract, schema, keyType(contract));
    } catch (UnusableSchema e) {
      // lint reports it, and so does each record with the schema
      return List.of();
    }
  }

  /**
   * Why the table cannot be created.
   *
   * @param schema the newest schema
   * @param key the type of keys; JSON if a schema defines it, because that schema is not known here
   */
  static List<Problem> problems(Contract contract, CompiledSchema schema, Type key) {
    RecordType columns =
        RowMapper.layout(contract, schema.shape(), key, TableColumns.NONE, Limits.DEFAULT)
            .columns();
    return LayoutCheck.problems(
        contract.table(), columns, key == Scalar.JSON ? contract.key().column() : null);
  }

  static Type keyType(Contract contract) {
    return switch (contract.key().format()) {
      case STRING -> Scalar.STRING;
      case LONG -> Scalar.LONG;
      case BYTES, NONE -> Scalar.BYTES;
      default -> Scalar.JSON;
    };
  }

  /** The schemas in Git, or the schema file in the contract. */
  static List<Version> versions(Contract contract, Subject subject) {
    SchemaText text = SchemaLanguages.ofContract(contract);
    if (text == null) {
      return subject.versions();
    }
    Path file = Path.of(contract.file()).resolveSibling("" + contract.value().schemaFile());
    return List.of(new Version(1, file.normalize(), text));
  }
}
