package io.sluice.audit.row;

import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.parquet.Parquet;

/** Readers of the rows of a data file. */
public final class RowReaders {

  private RowReaders() {}

  /** Whether rows of a format are read without creating records. */
  public static boolean isDirect(FileFormat format) {
    return format == FileFormat.PARQUET;
  }

  /**
   * Reads a Parquet file.
   *
   * @param values whether to hash the rows
   */
  public static CloseableIterable<AuditRow> direct(InputFile file, Schema columns, boolean values) {
    return Parquet.read(file)
        .project(columns)
        .createReaderFunc(type -> ParquetRow.reader(columns, values, type))
        .build();
  }

  /**
   * Converts records to rows.
   *
   * @param columns the first columns of the records
   * @param values whether to hash the rows
   */
  public static CloseableIterable<AuditRow> of(
      CloseableIterable<Record> records, Schema columns, boolean values) {
    RecordRow row = new RecordRow(columns, values);
    return CloseableIterable.transform(records, row::of);
  }
}
