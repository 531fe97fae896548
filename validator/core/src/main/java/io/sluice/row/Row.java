package io.sluice.row;

import org.jspecify.annotations.Nullable;

/**
 * A row for a table. Values are what Iceberg keeps: Integer days for dates, Long microseconds for
 * times and timestamps, ByteBuffer, BigDecimal of the column's scale, Object[] for records.
 *
 * @param values one per column of the layout
 */
public record Row(RowLayout layout, @Nullable Object[] values) {}
