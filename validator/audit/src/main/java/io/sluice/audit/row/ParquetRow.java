package io.sluice.audit.row;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.parquet.ParquetValueReader;
import org.apache.iceberg.parquet.ParquetValueReaders.PrimitiveReader;
import org.apache.iceberg.parquet.TypeWithSchemaVisitor;
import org.apache.iceberg.shaded.org.apache.parquet.column.page.PageReadStore;
import org.apache.iceberg.shaded.org.apache.parquet.schema.MessageType;
import org.apache.iceberg.shaded.org.apache.parquet.schema.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a Parquet file without creating records. */
final class ParquetRow {

  private ParquetRow() {}

  /**
   * Creates the reader of a file.
   *
   * @param columns the columns to read
   * @param values whether to hash the rows
   * @param file the file's schema, with the IDs of the columns
   */
  static ParquetValueReader<AuditRow> reader(Schema columns, boolean values, MessageType file) {
    ParquetCells cells = new ParquetCells(file);
    Object unused = TypeWithSchemaVisitor.visit(columns.asStruct(), file, cells);
    List<Part> parts = new ArrayList<>();
    List<Types.NestedField> missing = new ArrayList<>(columns.columns());
    boolean isComplete = cells.isComplete();
    for (int i = 0; i < file.getFieldCount(); i++) {
      Type type = file.getType(i);
      Types.NestedField column =
          type.getId() == null ? null : columns.findField(type.getId().intValue());
      if (column != null && missing.remove(column)) {
        Part part = part(column, file, type, cells.columns().get(i), values);
        isComplete &= part != null;
        if (part != null) {
          parts.add(part);
        }
      }
    }
    boolean hasDefaults = missing.stream().anyMatch(one -> one.initialDefault() != null);
    return isComplete && !hasDefaults
        ? new Direct(file, parts)
        : new FromRecords(
            file, GenericParquetReaders.buildReader(columns, file), new RecordRow(columns, values));
  }

  /** Reads one column of some rows. */
  interface Part {
    void read(AuditRow[] rows, int count);

    void setPageSource(PageReadStore pages);
  }

  /** The reader of a column, or null if only Iceberg's records can read it. */
  private static @Nullable Part part(
      Types.NestedField column, MessageType file, Type type, @Nullable Cell cell, boolean values) {
    String name = column.name();
    long hashed = values ? ColumnSlot.name(name) : 0;
    ColumnSlot.OfText text = ColumnSlot.ofText(name);
    ColumnSlot.OfNumber number = ColumnSlot.ofNumber(name);
    if (cell instanceof LeafCell leaf) {
      boolean isFit =
          (text == null || leaf.storage() == ColumnStorage.TEXT)
              && (number == null || leaf.isWhole());
      return isFit
          ? new FlatColumn(leaf.descriptor(), leaf.storage(), leaf.scale(), hashed, text, number)
          : null;
    }
    if (cell == null || text != null || number != null) {
      return null;
    }
    int level =
        type.isRepetition(Type.Repetition.OPTIONAL)
            ? file.getMaxDefinitionLevel(type.getName()) - 1
            : -1;
    ColumnSlot.OfTexts texts = ColumnSlot.ofTexts(name);
    if (texts == null) {
      return new HashPart(level < 0 ? cell : new OptionalCell(level, cell), hashed);
    }
    if (!(cell instanceof ListCell list)) {
      return null;
    }
    LeafCell element = list.texts();
    return element == null
        ? null
        : new TextsPart(new TextList(level, list.definition(), element), texts);
  }

  private record TextsPart(TextList cell, ColumnSlot.OfTexts column) implements Part {
    @Override
    public void read(AuditRow[] rows, int count) {
      for (int i = 0; i < count; i++) {
        column.set(rows[i], cell.next());
      }
    }

    @Override
    public void setPageSource(PageReadStore pages) {
      cell.setPageSource(pages);
    }
  }

  private record HashPart(Cell cell, long name) implements Part {
    @Override
    public void read(AuditRow[] rows, int count) {
      for (int i = 0; i < count; i++) {
        rows[i].add(name, cell.hash());
      }
    }

    @Override
    public void setPageSource(PageReadStore pages) {
      cell.setPageSource(pages);
    }
  }

  /**
   * A reader of rows. It extends a class of Iceberg, because the interface has a type that is not
   * public. The column that the class requires is a dummy.
   */
  private abstract static class Root extends PrimitiveReader<AuditRow> {
    private Root(MessageType file) {
      super(file.getColumns().get(0));
    }

    @Override
    public abstract void setPageSource(PageReadStore pages);
  }

  /** Reads some rows column by column, and then returns them one by one. */
  static final class Direct extends Root {
    private static final int ROWS = 512;

    private final AuditRow[] rows = new AuditRow[ROWS];
    private final Part[] parts;
    private long left;
    private int next;
    private int read;

    private Direct(MessageType file, List<Part> parts) {
      super(file);
      this.parts = parts.toArray(Part[]::new);
      Arrays.setAll(rows, i -> new AuditRow());
    }

    @Override
    public AuditRow read(@Nullable AuditRow reuse) {
      if (next == read) {
        read = (int) Math.min(ROWS, left);
        left -= read;
        next = 0;
        for (int i = 0; i < read; i++) {
          rows[i].clear();
        }
        for (Part part : parts) {
          part.read(rows, read);
        }
      }
      return rows[next++];
    }

    @Override
    public void setPageSource(PageReadStore pages) {
      left = pages.getRowCount();
      next = 0;
      read = 0;
      for (Part part : parts) {
        part.setPageSource(pages);
      }
    }
  }

  private static final class FromRecords extends Root {
    private final ParquetValueReader<Record> records;
    private final RecordRow row;

    private FromRecords(MessageType file, ParquetValueReader<Record> records, RecordRow row) {
      super(file);
      this.records = records;
      this.row = row;
    }

    @Override
    public AuditRow read(@Nullable AuditRow reuse) {
      return row.of(records.read(null));
    }

    @Override
    public void setPageSource(PageReadStore pages) {
      records.setPageSource(pages);
    }
  }
}
