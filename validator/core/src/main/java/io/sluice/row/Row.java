package io.sluice.row;

import org.jspecify.annotations.Nullable;

/**
 * A row for a table, with values as Iceberg stores them: Integer days for dates, Long microseconds
 * for times and timestamps, ByteBuffer, BigDecimal with the column's scale, Object[] for records.
 *
 * @param values one value per column of the layout
 */
public record Row(RowLayout layout, @Nullable Object[] values) {}
