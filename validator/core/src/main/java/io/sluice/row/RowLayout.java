package io.sluice.row;

import io.sluice.contract.Contract;
import io.sluice.type.RecordType;
import java.util.Map;

/**
 * The columns of the rows that one contract creates from one schema. Column types are {@link
 * io.sluice.type.Scalar} (without JSON, NULL, UUID, DURATION and the units that tables do not
 * have), decimal, fixed, record, list and map.
 *
 * @param contract the contract's name
 * @param target the table and its layout
 * @param columns data columns first, then {@link AuditColumns}
 * @param owners the fields that the data columns at all depths belong to, by column path
 */
public record RowLayout(
    String contract,
    Contract.Table target,
    RecordType columns,
    Map<String, TableColumns.Owner> owners) {

  public RowLayout {
    owners = Map.copyOf(owners);
  }

  /** A layout whose columns have the names of their fields. */
  public RowLayout(String contract, Contract.Table target, RecordType columns) {
    this(contract, target, columns, Map.of());
  }

  /** Namespace and table. */
  public String table() {
    return target.name();
  }
}
