package io.sluice.audit.row;

import io.sluice.audit.value.Hash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.iceberg.shaded.org.apache.parquet.column.ColumnDescriptor;
import org.apache.iceberg.shaded.org.apache.parquet.column.Dictionary;
import org.apache.iceberg.shaded.org.apache.parquet.column.page.PageReadStore;
import org.apache.iceberg.shaded.org.apache.parquet.column.values.ValuesReader;
import org.jspecify.annotations.Nullable;

/**
 * A reader of a top-level Parquet column, page by page. Each value of a dictionary is hashed once.
 */
final class FlatColumn implements ParquetRow.Part {

  private final ColumnDescriptor column;
  private final ColumnStorage storage;
  private final int scale;
  private final long name;
  private final ColumnSlot.@Nullable OfText ofText;
  private final ColumnSlot.@Nullable OfNumber ofNumber;
  private final int defined;
  private final ColumnPages pages;

  private ColumnDictionary dictionary = ColumnDictionary.NONE;

  /**
   * Prepares a reader.
   *
   * @param scale the scale of decimals
   * @param name the hash of the column's name; 0 if the column is not hashed
   * @param ofText stores texts, or null if they are not requested
   * @param ofNumber stores numbers, or null if they are not requested
   */
  FlatColumn(
      ColumnDescriptor column,
      ColumnStorage storage,
      int scale,
      long name,
      ColumnSlot.@Nullable OfText ofText,
      ColumnSlot.@Nullable OfNumber ofNumber) {
    this.column = column;
    this.storage = storage;
    this.scale = scale;
    this.name = name;
    this.ofText = ofText;
    this.ofNumber = ofNumber;
    this.defined = column.getMaxDefinitionLevel();
    this.pages = new ColumnPages(column);
  }

  @Override
  public void setPageSource(PageReadStore store) {
    try {
      Dictionary all = pages.begin(store.getPageReader(column));
      var wanted = new ColumnDictionary.Wanted(ofText != null, ofNumber != null);
      dictionary =
          all == null
              ? ColumnDictionary.NONE
              : ColumnDictionary.of(all, storage, scale, name, wanted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void read(AuditRow[] rows, int count) {
    try {
      int at = 0;
      while (at < count) {
        if (pages.left() == 0) {
          pages.next();
        }
        int end = Math.min(count, at + pages.left());
        pages.take(end - at);
        readPage(rows, at, end);
        at = end;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void readPage(AuditRow[] rows, int from, int to) throws IOException {
    boolean isAsked = name != 0 || ofText != null || ofNumber != null;
    if (pages.isEmpty() || !isAsked) {
      // the next page is read from its own beginning, so these values do not have to be skipped
      return;
    }
    Run levels = pages.levels();
    Run ids = pages.ids();
    ByteBuffer plain = pages.plain();
    ValuesReader values = pages.values();
    if (ids != null) {
      readIds(rows, from, to, levels, ids);
    } else if (plain != null) {
      readPlain(rows, from, to, levels, plain);
    } else if (values != null) {
      readValues(rows, from, to, levels, values);
    }
  }

  private void readIds(AuditRow[] rows, int from, int to, Run levels, Run ids) throws IOException {
    long[] hashes = dictionary.hashes();
    for (int i = from; i < to; i++) {
      if (levels.next() < defined) {
        continue;
      }
      int id = ids.next();
      rows[i].sum += hashes[id];
      if (ofText != null) {
        ofText.set(rows[i], dictionary.texts()[id]);
      } else if (ofNumber != null) {
        ofNumber.set(rows[i], dictionary.numbers()[id]);
      }
    }
  }

  private void readPlain(AuditRow[] rows, int from, int to, Run levels, ByteBuffer bytes)
      throws IOException {
    for (int i = from; i < to; i++) {
      if (levels.next() < defined) {
        continue;
      }
      AuditRow row = rows[i];
      switch (storage) {
        case INT -> take(row, bytes.getInt());
        case LONG -> take(row, bytes.getLong());
        case FLOAT -> row.add(name, Hash.real(bytes.getFloat()));
        case DOUBLE -> row.add(name, Hash.real(bytes.getDouble()));
        default -> {
          int end = bytes.getInt() + bytes.position();
          int all = bytes.limit();
          bytes.limit(end);
          take(row, bytes);
          bytes.limit(all).position(end);
        }
      }
    }
  }

  private void readValues(AuditRow[] rows, int from, int to, Run levels, ValuesReader values)
      throws IOException {
    for (int i = from; i < to; i++) {
      if (levels.next() < defined) {
        continue;
      }
      AuditRow row = rows[i];
      switch (storage) {
        case TEXT, BYTES, DECIMAL -> take(row, values.readBytes().toByteBuffer());
        case INT -> take(row, values.readInteger());
        case LONG -> take(row, values.readLong());
        case FLOAT -> row.add(name, Hash.real(values.readFloat()));
        case DOUBLE -> row.add(name, Hash.real(values.readDouble()));
        case BOOLEAN -> row.add(name, Hash.bool(values.readBoolean()));
      }
    }
  }

  private void take(AuditRow row, ByteBuffer value) {
    if (name != 0) {
      row.add(name, storage.hash(value, scale));
    }
    if (ofText != null) {
      ofText.set(row, StandardCharsets.UTF_8.decode(value.duplicate()).toString());
    }
  }

  private void take(AuditRow row, long number) {
    row.add(name, Hash.integer(number));
    if (ofNumber != null) {
      ofNumber.set(row, number);
    }
  }
}
