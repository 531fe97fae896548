package io.sluice.row;

import io.sluice.type.RecordType;
import java.util.List;

/**
 * The columns of rows that one contract makes from one schema. Column types are {@link
 * io.sluice.type.Scalar} (without JSON, NULL and the units that tables do not have), decimal,
 * fixed, record, list and map.
 *
 * @param contract the contract's name
 * @param table namespace and table
 * @param columns data columns first, then {@link AuditColumns}
 * @param partitionBy transforms, for a table that is made anew
 */
public record RowLayout(
    String contract, String table, RecordType columns, List<String> partitionBy) {}
