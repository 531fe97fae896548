package io.sluice.audit.row;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.iceberg.shaded.org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.iceberg.shaded.org.apache.parquet.bytes.BytesUtils;
import org.apache.iceberg.shaded.org.apache.parquet.column.ColumnDescriptor;
import org.apache.iceberg.shaded.org.apache.parquet.column.Dictionary;
import org.apache.iceberg.shaded.org.apache.parquet.column.Encoding;
import org.apache.iceberg.shaded.org.apache.parquet.column.ValuesType;
import org.apache.iceberg.shaded.org.apache.parquet.column.page.DataPage;
import org.apache.iceberg.shaded.org.apache.parquet.column.page.DataPageV1;
import org.apache.iceberg.shaded.org.apache.parquet.column.page.DataPageV2;
import org.apache.iceberg.shaded.org.apache.parquet.column.page.DictionaryPage;
import org.apache.iceberg.shaded.org.apache.parquet.column.page.PageReader;
import org.apache.iceberg.shaded.org.apache.parquet.column.values.ValuesReader;
import org.jspecify.annotations.Nullable;

/** Iterates over the pages of a top-level Parquet column and opens each by its encoding. */
final class ColumnPages {

  private final ColumnDescriptor column;
  private final int defined;

  private @Nullable PageReader pages;
  private boolean hasDictionary;

  /** The page's definition levels, which show whether there is a value. */
  private Run levels = Run.same(0);

  /** The dictionary IDs of the page's values; null if the page has the values themselves. */
  private @Nullable Run ids;

  /** The values in the encoding PLAIN. */
  private @Nullable ByteBuffer plain;

  /** The values in any other encoding. */
  private @Nullable ValuesReader values;

  private int left;

  ColumnPages(ColumnDescriptor column) {
    this.column = column;
    this.defined = column.getMaxDefinitionLevel();
  }

  /**
   * Starts with the pages of a row group.
   *
   * @return their dictionary, or null
   */
  @Nullable Dictionary begin(PageReader reader) throws IOException {
    pages = reader;
    left = 0;
    DictionaryPage page = reader.readDictionaryPage();
    hasDictionary = page != null;
    return page == null ? null : page.getEncoding().initDictionary(column, page);
  }

  /** The number of values of the page that are left. */
  int left() {
    return left;
  }

  /** Marks values of the page as taken. */
  void take(int count) {
    left -= count;
  }

  /** Whether all values of the page are null. */
  boolean isEmpty() {
    return defined > 0 && levels.isOnly(0);
  }

  Run levels() {
    return levels;
  }

  @Nullable Run ids() {
    return ids;
  }

  @Nullable ByteBuffer plain() {
    return plain;
  }

  @Nullable ValuesReader values() {
    return values;
  }

  /** Opens the next page; call it only after the current page is used up. */
  void next() throws IOException {
    DataPage page = pages == null ? null : pages.readPage();
    if (page == null) {
      throw new IOException("column " + path() + " ends early");
    }
    left = page.getValueCount();
    if (page instanceof DataPageV1 first) {
      open(first);
    } else {
      DataPageV2 second = (DataPageV2) page;
      if (defined > 0) {
        levels = Run.of(1, left, second.getDefinitionLevels().toInputStream());
      }
      openValues(second.getDataEncoding(), second.getData().toInputStream());
    }
  }

  private void open(DataPageV1 page) throws IOException {
    ByteBufferInputStream bytes = page.getBytes().toInputStream();
    if (defined > 0) {
      if (page.getDlEncoding() != Encoding.RLE) {
        throw new IOException(
            "column " + path() + " has levels in encoding " + page.getDlEncoding());
      }
      int length = BytesUtils.readIntLittleEndian(bytes);
      levels = Run.of(1, left, bytes.sliceStream(length));
    }
    openValues(page.getValueEncoding(), bytes);
  }

  private void openValues(Encoding encoding, ByteBufferInputStream bytes) throws IOException {
    ids = null;
    plain = null;
    values = null;
    if (encoding.usesDictionary()) {
      if (!hasDictionary) {
        throw new IOException("column " + path() + " has no dictionary");
      }
      // a page without values may have no bit width
      int bits = bytes.available() > 0 ? bytes.read() : 0;
      ids = Run.of(bits, left, bytes);
    } else if (encoding == Encoding.PLAIN && isSimple()) {
      plain = bytes.slice(bytes.available()).order(ByteOrder.LITTLE_ENDIAN);
    } else {
      values = encoding.getValuesReader(column, ValuesType.VALUES);
      values.initFromPage(left, bytes);
    }
  }

  /** Whether plain values are numbers, or bytes after their length. */
  private boolean isSimple() {
    return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
      case INT32, INT64, FLOAT, DOUBLE, BINARY -> true;
      default -> false;
    };
  }

  private String path() {
    return String.join(".", column.getPath());
  }
}
