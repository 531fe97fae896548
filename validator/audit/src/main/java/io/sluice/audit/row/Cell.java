package io.sluice.audit.row;

import io.sluice.audit.value.Hash;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.parquet.ColumnIterator;
import org.apache.iceberg.parquet.ParquetValueReaders.PrimitiveReader;
import org.apache.iceberg.shaded.org.apache.parquet.column.ColumnDescriptor;
import org.apache.iceberg.shaded.org.apache.parquet.column.page.PageReadStore;
import org.jspecify.annotations.Nullable;

/**
 * Hashes values of a Parquet column that may be nested. The hashes are those of {@link
 * io.sluice.audit.value.RowHash}.
 *
 * <p>Definition and repetition levels say where a value is null, and where a list ends.
 *
 * @see <a href="https://parquet.apache.org/docs/file-format/nestedencoding/">nested encoding</a>
 */
interface Cell {

  /** The hash of the next value; {@link Hash#NULL} for null. */
  long hash();

  /** Goes past a place that holds nothing. */
  void skip();

  /** The first column in it, whose levels tell of the whole. */
  ColumnIterator<?> column();

  void setPageSource(PageReadStore pages);

  /** A value that is not made of others. */
  final class Leaf extends PrimitiveReader<Long> implements Cell {

    private final ColumnDescriptor descriptor;
    private final ColumnStorage storage;
    private final int scale;

    /**
     * @param scale of decimals
     */
    Leaf(ColumnDescriptor descriptor, ColumnStorage storage, int scale) {
      super(descriptor);
      this.descriptor = descriptor;
      this.storage = storage;
      this.scale = scale;
    }

    ColumnDescriptor descriptor() {
      return descriptor;
    }

    ColumnStorage storage() {
      return storage;
    }

    int scale() {
      return scale;
    }

    boolean isWhole() {
      return storage == ColumnStorage.INT || storage == ColumnStorage.LONG;
    }

    @Override
    public Long read(Long reuse) {
      return hash();
    }

    @Override
    public long hash() {
      return switch (storage) {
        case TEXT, BYTES, DECIMAL -> storage.hash(column.nextBinary().toByteBuffer(), scale);
        case INT -> Hash.integer(column.nextInteger());
        case LONG -> Hash.integer(column.nextLong());
        case FLOAT -> Hash.real(column.nextFloat());
        case DOUBLE -> Hash.real(column.nextDouble());
        case BOOLEAN -> Hash.bool(column.nextBoolean());
      };
    }

    /** The next value, which is a text; null for null. */
    @Nullable String text() {
      if (column.currentDefinitionLevel() < descriptor.getMaxDefinitionLevel()) {
        skip();
        return null;
      }
      return ColumnStorage.text(column.nextBinary());
    }

    @Override
    public void skip() {
      Object unused = column.nextNull();
    }

    @Override
    public ColumnIterator<?> column() {
      return column;
    }
  }

  /** What may be null. */
  final class Optional implements Cell {

    private final int level;
    private final Cell cell;

    /**
     * @param level the definition level of null
     */
    Optional(int level, Cell cell) {
      this.level = level;
      this.cell = cell;
    }

    @Override
    public long hash() {
      if (cell.column().currentDefinitionLevel() > level) {
        return cell.hash();
      }
      cell.skip();
      return Hash.NULL;
    }

    @Override
    public void skip() {
      cell.skip();
    }

    @Override
    public ColumnIterator<?> column() {
      return cell.column();
    }

    @Override
    public void setPageSource(PageReadStore pages) {
      cell.setPageSource(pages);
    }
  }

  /** A struct: the sum over its members that are not null. */
  final class Struct implements Cell {

    private final long[] names;
    private final List<Cell> members;

    /**
     * @param names hashes of the members' names
     * @param members at least one
     */
    Struct(long[] names, List<Cell> members) {
      this.names = names;
      this.members = members;
    }

    @Override
    public long hash() {
      long sum = 0;
      for (int i = 0; i < names.length; i++) {
        long hash = members.get(i).hash();
        if (hash != Hash.NULL) {
          sum += Hash.at(names[i], hash);
        }
      }
      return Hash.mix(sum);
    }

    @Override
    public void skip() {
      members.forEach(Cell::skip);
    }

    @Override
    public ColumnIterator<?> column() {
      return members.get(0).column();
    }

    @Override
    public void setPageSource(PageReadStore pages) {
      members.forEach(member -> member.setPageSource(pages));
    }
  }

  /** A list: its elements in their order. */
  final class Elements implements Cell {

    private final int definition;
    private final int repetition;
    private final Cell element;

    /**
     * @param definition the definition level of an empty list
     * @param repetition the repetition level of the list itself
     */
    Elements(int definition, int repetition, Cell element) {
      this.definition = definition;
      this.repetition = repetition;
      this.element = element;
    }

    int definition() {
      return definition;
    }

    /** The texts that are its elements; null where they are something else. */
    @Nullable Leaf texts() {
      Cell inner = element instanceof Optional optional ? optional.cell : element;
      return inner instanceof Leaf leaf && leaf.storage() == ColumnStorage.TEXT ? leaf : null;
    }

    @Override
    public long hash() {
      long hash = Hash.EMPTY;
      long size = 0;
      do {
        if (element.column().currentDefinitionLevel() <= definition) {
          element.skip();
          break;
        }
        hash = Hash.at(hash, element.hash());
        size++;
      } while (element.column().currentRepetitionLevel() > repetition);
      return Hash.at(hash, size);
    }

    @Override
    public void skip() {
      element.skip();
    }

    @Override
    public ColumnIterator<?> column() {
      return element.column();
    }

    @Override
    public void setPageSource(PageReadStore pages) {
      element.setPageSource(pages);
    }
  }

  /** A list of texts that is asked for itself. */
  final class Texts {

    private final int listLevel;
    private final int definition;
    private final Leaf element;

    /**
     * @param listLevel the definition level of a list that is null; -1 where none is
     * @param definition the definition level of an empty list
     */
    Texts(int listLevel, int definition, Leaf element) {
      this.listLevel = listLevel;
      this.definition = definition;
      this.element = element;
    }

    @Nullable List<String> next() {
      ColumnIterator<?> column = element.column();
      if (column.currentDefinitionLevel() <= definition) {
        boolean isNull = column.currentDefinitionLevel() <= listLevel;
        element.skip();
        return isNull ? null : List.of();
      }
      List<String> texts = new ArrayList<>();
      do {
        texts.add(String.valueOf(element.text()));
      } while (column.currentRepetitionLevel() > 0);
      return texts;
    }

    void setPageSource(PageReadStore pages) {
      element.setPageSource(pages);
    }
  }

  /** A map: the sum over its entries. */
  final class Entries implements Cell {

    private final int definition;
    private final int repetition;
    private final Cell key;
    private final Cell value;

    /**
     * @param definition the definition level of an empty map
     * @param repetition the repetition level of the map itself
     */
    Entries(int definition, int repetition, Cell key, Cell value) {
      this.definition = definition;
      this.repetition = repetition;
      this.key = key;
      this.value = value;
    }

    @Override
    public long hash() {
      long sum = 0;
      long size = 0;
      do {
        if (key.column().currentDefinitionLevel() <= definition) {
          skip();
          break;
        }
        long place = key.hash();
        sum += Hash.at(place, value.hash());
        size++;
      } while (key.column().currentRepetitionLevel() > repetition);
      return Hash.at(size, sum);
    }

    @Override
    public void skip() {
      key.skip();
      value.skip();
    }

    @Override
    public ColumnIterator<?> column() {
      return key.column();
    }

    @Override
    public void setPageSource(PageReadStore pages) {
      key.setPageSource(pages);
      value.setPageSource(pages);
    }
  }
}
