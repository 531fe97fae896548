package io.sluice.audit.row;

import io.sluice.audit.value.Hash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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
import org.apache.iceberg.shaded.org.apache.parquet.column.page.PageReadStore;
import org.apache.iceberg.shaded.org.apache.parquet.column.page.PageReader;
import org.apache.iceberg.shaded.org.apache.parquet.column.values.ValuesReader;
import org.apache.iceberg.shaded.org.apache.parquet.io.api.Binary;
import org.apache.iceberg.util.ByteBuffers;
import org.jspecify.annotations.Nullable;

/**
 * Reads a Parquet column that is in no list, map, or struct, page by page: of what is in a
 * dictionary, each value is hashed once.
 */
final class FlatColumn implements ParquetRow.Part {

  /** How the values of a column are stored. */
  enum Storage {
    TEXT,
    BYTES,
    DECIMAL,
    INT,
    LONG,
    FLOAT,
    DOUBLE,
    BOOLEAN;

    /** The hash of a value that is stored as bytes. */
    long hash(ByteBuffer value, int scale) {
      return switch (this) {
        case TEXT -> Hash.text(value);
        case DECIMAL ->
            Hash.decimal(new BigDecimal(new BigInteger(ByteBuffers.toByteArray(value)), scale));
        default -> Hash.bytes(value);
      };
    }
  }

  private final ColumnDescriptor column;
  private final Storage storage;
  private final int scale;
  private final long name;
  private final ColumnSlot.@Nullable OfText ofText;
  private final ColumnSlot.@Nullable OfNumber ofNumber;
  private final int defined;

  private @Nullable PageReader pages;
  private Entries dictionary = Entries.NONE;
  private boolean hasDictionary;

  /** Of the page: definition levels, which tell whether there is a value. */
  private Run levels = Run.same(0);

  /** Ids of the page's values in the dictionary; null where it has the values themselves. */
  private @Nullable Run ids;

  /** Values one after another, as the encoding PLAIN has them. */
  private @Nullable ByteBuffer plain;

  /** Values in any other encoding. */
  private @Nullable ValuesReader values;

  private int left;

  /**
   * What a dictionary holds, by its ids.
   *
   * @param hashes of the values under the name of the column; 0 where it is not to be hashed
   * @param texts empty where they are not asked for
   * @param numbers empty where they are not asked for
   */
  private record Entries(long[] hashes, String[] texts, long[] numbers) {
    private static final Entries NONE = new Entries(new long[0], new String[0], new long[0]);
  }

  /**
   * @param scale of decimals
   * @param name of the column, as a hash; 0 where it is not to be hashed
   * @param ofText takes texts, or null where they are not asked for
   * @param ofNumber takes numbers, or null where they are not asked for
   */
  FlatColumn(
      ColumnDescriptor column,
      Storage storage,
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
  }

  @Override
  public void setPageSource(PageReadStore store) {
    PageReader reader = store.getPageReader(column);
    pages = reader;
    left = 0;
    DictionaryPage page = reader.readDictionaryPage();
    hasDictionary = page != null;
    try {
      dictionary =
          page == null ? Entries.NONE : entries(page.getEncoding().initDictionary(column, page));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Entries entries(Dictionary all) {
    int size = all.getMaxId() + 1;
    long[] hashes = new long[size];
    String[] texts = new String[ofText == null ? 0 : size];
    long[] numbers = new long[ofNumber == null ? 0 : size];
    for (int id = 0; id < size; id++) {
      if (name != 0) {
        hashes[id] = Hash.at(name, hash(all, id));
      }
      if (ofText != null) {
        texts[id] = text(all.decodeToBinary(id));
      }
      if (ofNumber != null) {
        numbers[id] = storage == Storage.INT ? all.decodeToInt(id) : all.decodeToLong(id);
      }
    }
    return new Entries(hashes, texts, numbers);
  }

  private long hash(Dictionary all, int id) {
    return switch (storage) {
      case TEXT, BYTES, DECIMAL -> storage.hash(all.decodeToBinary(id).toByteBuffer(), scale);
      case INT -> Hash.integer(all.decodeToInt(id));
      case LONG -> Hash.integer(all.decodeToLong(id));
      case FLOAT -> Hash.real(all.decodeToFloat(id));
      case DOUBLE -> Hash.real(all.decodeToDouble(id));
      case BOOLEAN -> Hash.bool(all.decodeToBoolean(id));
    };
  }

  static String text(Binary value) {
    return StandardCharsets.UTF_8.decode(value.toByteBuffer()).toString();
  }

  @Override
  public void read(AuditRow[] rows, int count) {
    try {
      int at = 0;
      while (at < count) {
        if (left == 0 && !nextPage()) {
          throw new IOException("column " + path() + " ends early");
        }
        int end = Math.min(count, at + left);
        left -= end - at;
        readPage(rows, at, end);
        at = end;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String path() {
    return String.join(".", column.getPath());
  }

  private void readPage(AuditRow[] rows, int from, int to) throws IOException {
    boolean isEmpty = defined > 0 && levels.isOnly(0);
    boolean isAsked = name != 0 || ofText != null || ofNumber != null;
    if (isEmpty || !isAsked) {
      // the next page is read from its own beginning, so these values may stay where they are
      return;
    }
    Run entries = ids;
    ByteBuffer bytes = plain;
    ValuesReader reader = values;
    if (entries != null) {
      readIds(rows, from, to, entries);
    } else if (bytes != null) {
      readPlain(rows, from, to, bytes);
    } else if (reader != null) {
      readValues(rows, from, to, reader);
    }
  }

  private void readIds(AuditRow[] rows, int from, int to, Run entries) throws IOException {
    long[] hashes = dictionary.hashes();
    for (int i = from; i < to; i++) {
      if (levels.next() < defined) {
        continue;
      }
      int id = entries.next();
      rows[i].sum += hashes[id];
      if (ofText != null) {
        ofText.set(rows[i], dictionary.texts()[id]);
      } else if (ofNumber != null) {
        ofNumber.set(rows[i], dictionary.numbers()[id]);
      }
    }
  }

  private void readPlain(AuditRow[] rows, int from, int to, ByteBuffer bytes) throws IOException {
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

  private void readValues(AuditRow[] rows, int from, int to, ValuesReader reader)
      throws IOException {
    for (int i = from; i < to; i++) {
      if (levels.next() < defined) {
        continue;
      }
      AuditRow row = rows[i];
      switch (storage) {
        case TEXT, BYTES, DECIMAL -> take(row, reader.readBytes().toByteBuffer());
        case INT -> take(row, reader.readInteger());
        case LONG -> take(row, reader.readLong());
        case FLOAT -> row.add(name, Hash.real(reader.readFloat()));
        case DOUBLE -> row.add(name, Hash.real(reader.readDouble()));
        case BOOLEAN -> row.add(name, Hash.bool(reader.readBoolean()));
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

  /** False after the last page. */
  private boolean nextPage() throws IOException {
    DataPage page = pages == null ? null : pages.readPage();
    if (page == null) {
      return false;
    }
    left = page.getValueCount();
    if (page instanceof DataPageV1 first) {
      ByteBufferInputStream bytes = first.getBytes().toInputStream();
      if (defined > 0) {
        if (first.getDlEncoding() != Encoding.RLE) {
          throw new IOException(
              "column " + path() + " has levels in encoding " + first.getDlEncoding());
        }
        int length = BytesUtils.readIntLittleEndian(bytes);
        levels = Run.of(1, left, bytes.sliceStream(length));
      }
      openValues(first.getValueEncoding(), bytes);
    } else {
      DataPageV2 second = (DataPageV2) page;
      if (defined > 0) {
        levels = Run.of(1, left, second.getDefinitionLevels().toInputStream());
      }
      openValues(second.getDataEncoding(), second.getData().toInputStream());
    }
    return true;
  }

  private void openValues(Encoding encoding, ByteBufferInputStream bytes) throws IOException {
    ids = null;
    plain = null;
    values = null;
    if (encoding.usesDictionary()) {
      if (!hasDictionary) {
        throw new IOException("column " + path() + " lacks its dictionary");
      }
      // a page without any value may have no width
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
}
