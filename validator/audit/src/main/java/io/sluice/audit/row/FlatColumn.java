package io.sluice.audit.row;

import io.sluice.audit.value.Hash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.apache.iceberg.shaded.org.apache.parquet.bytes.ByteBufferInputStream;
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
import org.apache.iceberg.shaded.org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.apache.iceberg.shaded.org.apache.parquet.io.api.Binary;
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
    long hash(Binary value, int scale) {
      return switch (this) {
        case TEXT -> Hash.text(value.toByteBuffer());
        case DECIMAL -> Hash.decimal(new BigDecimal(new BigInteger(value.getBytesUnsafe()), scale));
        default -> Hash.bytes(value.toByteBuffer());
      };
    }
  }

  private final ColumnDescriptor column;
  private final Storage storage;
  private final int scale;
  private final long name;
  private final Column.@Nullable OfText ofText;
  private final Column.@Nullable OfNumber ofNumber;
  private final int defined;

  private @Nullable PageReader pages;
  private Entries dictionary = Entries.NONE;
  private Levels levels = () -> 0;
  private @Nullable ValuesReader values;
  private boolean isInDictionary;
  private int left;

  /** Definition levels: whether there is a value. */
  private interface Levels {
    int next() throws IOException;
  }

  /**
   * What a dictionary holds, by its ids.
   *
   * @param hashes of the values
   * @param texts empty where they are not asked for
   * @param numbers empty where they are not asked for
   */
  private record Entries(
      @Nullable Dictionary dictionary, long[] hashes, String[] texts, long[] numbers) {
    private static final Entries NONE = new Entries(null, new long[0], new String[0], new long[0]);
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
      Column.@Nullable OfText ofText,
      Column.@Nullable OfNumber ofNumber) {
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
      hashes[id] =
          switch (storage) {
            case TEXT, BYTES, DECIMAL -> storage.hash(all.decodeToBinary(id), scale);
            case INT -> Hash.integer(all.decodeToInt(id));
            case LONG -> Hash.integer(all.decodeToLong(id));
            case FLOAT -> Hash.real(all.decodeToFloat(id));
            case DOUBLE -> Hash.real(all.decodeToDouble(id));
            case BOOLEAN -> Hash.bool(all.decodeToBoolean(id));
          };
      if (ofText != null) {
        texts[id] = text(all.decodeToBinary(id));
      }
      if (ofNumber != null) {
        numbers[id] = storage == Storage.INT ? all.decodeToInt(id) : all.decodeToLong(id);
      }
    }
    return new Entries(all, hashes, texts, numbers);
  }

  static String text(Binary value) {
    return StandardCharsets.UTF_8.decode(value.toByteBuffer()).toString();
  }

  @Override
  public void read(AuditRow[] rows, int count) {
    try {
      int at = 0;
      while (at < count) {
        ValuesReader reader = left == 0 ? nextPage() : values;
        if (reader == null) {
          throw new IOException("column " + String.join(".", column.getPath()) + " ends early");
        }
        int end = Math.min(count, at + left);
        left -= end - at;
        if (isInDictionary) {
          readIds(rows, at, end, reader);
        } else {
          readValues(rows, at, end, reader);
        }
        at = end;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void readIds(AuditRow[] rows, int from, int to, ValuesReader reader) throws IOException {
    Entries entries = dictionary;
    for (int i = from; i < to; i++) {
      if (levels.next() < defined) {
        continue;
      }
      int id = reader.readValueDictionaryId();
      rows[i].add(name, entries.hashes()[id]);
      if (ofText != null) {
        ofText.set(rows[i], entries.texts()[id]);
      } else if (ofNumber != null) {
        ofNumber.set(rows[i], entries.numbers()[id]);
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
        case TEXT, BYTES, DECIMAL -> {
          Binary value = reader.readBytes();
          row.add(name, storage.hash(value, scale));
          if (ofText != null) {
            ofText.set(row, text(value));
          }
        }
        case INT -> take(row, reader.readInteger());
        case LONG -> take(row, reader.readLong());
        case FLOAT -> row.add(name, Hash.real(reader.readFloat()));
        case DOUBLE -> row.add(name, Hash.real(reader.readDouble()));
        case BOOLEAN -> row.add(name, Hash.bool(reader.readBoolean()));
      }
    }
  }

  private void take(AuditRow row, long number) {
    row.add(name, Hash.integer(number));
    if (ofNumber != null) {
      ofNumber.set(row, number);
    }
  }

  /** Null after the last page. */
  private @Nullable ValuesReader nextPage() throws IOException {
    DataPage page = pages == null ? null : pages.readPage();
    if (page == null) {
      return null;
    }
    left = page.getValueCount();
    if (page instanceof DataPageV1 first) {
      ByteBufferInputStream bytes = first.getBytes().toInputStream();
      ValuesReader repetition =
          first.getRlEncoding().getValuesReader(column, ValuesType.REPETITION_LEVEL);
      ValuesReader definition =
          first.getDlEncoding().getValuesReader(column, ValuesType.DEFINITION_LEVEL);
      repetition.initFromPage(left, bytes);
      definition.initFromPage(left, bytes);
      levels = definition::readInteger;
      return values(first.getValueEncoding(), bytes);
    }
    DataPageV2 second = (DataPageV2) page;
    RunLengthBitPackingHybridDecoder definition =
        new RunLengthBitPackingHybridDecoder(1, second.getDefinitionLevels().toInputStream());
    levels = defined == 0 ? () -> 0 : definition::readInt;
    return values(second.getDataEncoding(), second.getData().toInputStream());
  }

  private ValuesReader values(Encoding encoding, ByteBufferInputStream bytes) throws IOException {
    isInDictionary = encoding.usesDictionary();
    Dictionary all = dictionary.dictionary();
    if (isInDictionary && all == null) {
      throw new IOException(
          "column " + String.join(".", column.getPath()) + " lacks its dictionary");
    }
    ValuesReader reader =
        all != null && isInDictionary
            ? encoding.getDictionaryBasedValuesReader(column, ValuesType.VALUES, all)
            : encoding.getValuesReader(column, ValuesType.VALUES);
    reader.initFromPage(left, bytes);
    values = reader;
    return reader;
  }
}
