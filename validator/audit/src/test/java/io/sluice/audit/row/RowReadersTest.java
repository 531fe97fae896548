package io.sluice.audit.row;

import static java.time.ZoneOffset.UTC;
import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.iceberg.Files;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.data.parquet.GenericParquetWriter;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileAppender;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.parquet.Parquet;
import org.apache.iceberg.parquet.ParquetValueReader;
import org.apache.iceberg.shaded.org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is read straight from Parquet is what records of the same file give. */
class RowReadersTest {

  private static final Types.StructType NESTED =
      Types.StructType.of(
          optional(50, "flag", Types.BooleanType.get()),
          optional(51, "amount", Types.DecimalType.of(30, 4)),
          optional(52, "words", Types.ListType.ofOptional(53, Types.StringType.get())));

  private static final Schema COLUMNS =
      new Schema(
          required(1, "_kafka_topic", Types.StringType.get()),
          required(2, "_kafka_partition", Types.IntegerType.get()),
          required(3, "_kafka_offset", Types.LongType.get()),
          optional(4, "_kafka_topic_id", Types.StringType.get()),
          optional(5, "_kafka_timestamp", Types.TimestampType.withZone()),
          optional(6, "_origin_topic", Types.StringType.get()),
          optional(7, "_origin_partition", Types.IntegerType.get()),
          optional(8, "_origin_offset", Types.LongType.get()),
          optional(9, "_contract", Types.StringType.get()),
          optional(10, "_rules_version", Types.StringType.get()),
          optional(11, "_warnings", Types.ListType.ofRequired(12, Types.StringType.get())),
          optional(13, "_validated_at", Types.TimestampType.withZone()),
          optional(20, "flag", Types.BooleanType.get()),
          optional(21, "small", Types.IntegerType.get()),
          optional(22, "large", Types.LongType.get()),
          optional(23, "single", Types.FloatType.get()),
          optional(24, "twice", Types.DoubleType.get()),
          optional(25, "day", Types.DateType.get()),
          optional(26, "local", Types.TimestampType.withoutZone()),
          optional(27, "time", Types.TimeType.get()),
          optional(28, "bytes", Types.BinaryType.get()),
          optional(29, "fixed", Types.FixedType.ofLength(7)),
          optional(30, "cents", Types.DecimalType.of(9, 2)),
          optional(31, "money", Types.DecimalType.of(18, 6)),
          optional(32, "vast", Types.DecimalType.of(38, 10)),
          optional(33, "nested", NESTED),
          optional(
              34,
              "lists",
              Types.ListType.ofOptional(
                  35, Types.ListType.ofOptional(36, Types.IntegerType.get()))),
          optional(
              37,
              "structs",
              Types.MapType.ofOptional(
                  38,
                  39,
                  Types.StringType.get(),
                  Types.StructType.of(
                      optional(40, "id", Types.LongType.get()),
                      optional(
                          41, "tags", Types.ListType.ofRequired(42, Types.StringType.get()))))));

  /** Ways to write a file: with dictionaries, with pages that follow a dictionary, by version 2. */
  enum Layout {
    DICTIONARIES(1 << 20, 20_000, WriterVersion.PARQUET_1_0),
    SHORT_DICTIONARIES(200, 70, WriterVersion.PARQUET_1_0),
    VERSION_2(1 << 20, 70, WriterVersion.PARQUET_2_0),
    SHORT_VERSION_2(200, 20_000, WriterVersion.PARQUET_2_0);

    private final int dictionaryBytes;
    private final int pageRows;
    private final WriterVersion version;

    Layout(int dictionaryBytes, int pageRows, WriterVersion version) {
      this.dictionaryBytes = dictionaryBytes;
      this.pageRows = pageRows;
      this.version = version;
    }
  }

  @ParameterizedTest
  @EnumSource
  void rowsAreThoseOfRecords(Layout layout, @TempDir Path folder) throws IOException {
    List<Record> records = random(2_000);
    Record empty = GenericRecord.create(COLUMNS);
    empty.setField("_kafka_topic", "orders");
    empty.setField("_kafka_partition", 3);
    empty.setField("_kafka_offset", 4L);
    empty.setField("_warnings", List.of());
    empty.setField("lists", List.of());
    empty.setField("structs", Map.of());
    records.add(empty);
    InputFile file = write(folder, records, layout);
    List<ParquetValueReader<AuditRow>> readers = new ArrayList<>();
    List<String> direct = new ArrayList<>();
    try (CloseableIterable<AuditRow> rows =
        Parquet.read(file)
            .project(COLUMNS)
            .createReaderFunc(
                type -> {
                  readers.add(ParquetRow.reader(COLUMNS, true, type));
                  return readers.get(0);
                })
            .build()) {
      rows.forEach(row -> direct.add(text(row)));
    }
    assertThat(readers.get(0)).isInstanceOf(ParquetRow.Direct.class);
    List<String> generic = new ArrayList<>();
    try (CloseableIterable<Record> all =
            Parquet.read(file)
                .project(COLUMNS)
                .createReaderFunc(type -> GenericParquetReaders.buildReader(COLUMNS, type))
                .build();
        CloseableIterable<AuditRow> rows = RowReaders.of(all, COLUMNS, true)) {
      rows.forEach(row -> generic.add(text(row)));
    }
    assertThat(direct).hasSize(records.size()).containsExactlyElementsOf(generic);
    assertThat(direct.stream().distinct().count()).isEqualTo(records.size());
  }

  /** A file that was written before a column was added has no values of it. */
  @Test
  void columnsThatAFileLacksAreNull(@TempDir Path folder) throws IOException {
    InputFile file = write(folder, random(10), Layout.DICTIONARIES);
    Schema more =
        new Schema(
            required(3, "_kafka_offset", Types.LongType.get()),
            optional(99, "_trace_id", Types.StringType.get()));
    Schema fewer = new Schema(required(3, "_kafka_offset", Types.LongType.get()));
    assertThat(hashes(file, more)).isEqualTo(hashes(file, fewer)).hasSize(10);
  }

  private static List<Long> hashes(InputFile file, Schema columns) throws IOException {
    List<Long> hashes = new ArrayList<>();
    try (CloseableIterable<AuditRow> rows = RowReaders.direct(file, columns, true)) {
      rows.forEach(row -> hashes.add(row.hash()));
    }
    return hashes;
  }

  private static InputFile write(Path folder, List<Record> records, Layout layout)
      throws IOException {
    Path file = folder.resolve("rows.parquet");
    try (FileAppender<Record> appender =
        Parquet.write(Files.localOutput(file.toFile()))
            .schema(COLUMNS)
            .createWriterFunc(GenericParquetWriter::create)
            .set("write.parquet.dict-size-bytes", Integer.toString(layout.dictionaryBytes))
            .set("write.parquet.page-row-limit", Integer.toString(layout.pageRows))
            .set("write.parquet.row-group-size-bytes", "200000")
            .writerVersion(layout.version)
            .overwrite()
            .build()) {
      appender.addAll(records);
    }
    return Files.localInput(file.toFile());
  }

  private static List<Record> random(int count) {
    Random random = new Random(20261129);
    List<Record> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add((Record) value(COLUMNS.asStruct(), random));
    }
    return records;
  }

  private static @Nullable Object orNull(boolean isOptional, Type type, Random random) {
    return isOptional && random.nextInt(4) == 0 ? null : value(type, random);
  }

  private static Object value(Type type, Random random) {
    return switch (type.typeId()) {
      case BOOLEAN -> random.nextBoolean();
      // few values, so that dictionaries pay
      case INTEGER -> random.nextInt(50) - 10;
      case LONG -> random.nextInt(50) * 1_000_000_000_000L;
      case FLOAT -> random.nextFloat();
      case DOUBLE -> random.nextDouble();
      case DATE -> LocalDate.ofEpochDay(random.nextInt(40_000));
      case TIME ->
          LocalTime.ofNanoOfDay(
              random.nextInt(86_400) * 1_000_000_000L + random.nextInt(1_000_000) * 1_000L);
      case TIMESTAMP -> {
        LocalDateTime time =
            LocalDateTime.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000) * 1_000, UTC);
        yield ((Types.TimestampType) type).shouldAdjustToUTC() ? time.atOffset(UTC) : time;
      }
      case DECIMAL -> decimal((Types.DecimalType) type, random);
      case STRING -> "text " + random.nextInt(500);
      case BINARY -> ByteBuffer.wrap(bytes(random.nextInt(20), random));
      case FIXED -> bytes(((Types.FixedType) type).length(), random);
      case STRUCT -> {
        Record record = GenericRecord.create(type.asStructType());
        for (Types.NestedField field : type.asStructType().fields()) {
          record.setField(field.name(), orNull(field.isOptional(), field.type(), random));
        }
        yield record;
      }
      case LIST -> {
        Types.ListType list = type.asListType();
        List<@Nullable Object> all = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          all.add(orNull(list.isElementOptional(), list.elementType(), random));
        }
        yield all;
      }
      case MAP -> {
        Types.MapType map = type.asMapType();
        Map<Object, @Nullable Object> all = new HashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          all.put("key " + i, orNull(map.isValueOptional(), map.valueType(), random));
        }
        yield all;
      }
      default -> throw new IllegalArgumentException(type.toString());
    };
  }

  private static BigDecimal decimal(Types.DecimalType type, Random random) {
    BigInteger unscaled = new BigInteger(type.precision() * 3, random);
    return new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), type.scale());
  }

  private static byte[] bytes(int length, Random random) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String text(AuditRow row) {
    return String.join(
        "|",
        row.topic(),
        String.valueOf(row.topicId()),
        row.partition() + "/" + row.offset(),
        String.valueOf(row.contract()),
        String.valueOf(row.rulesVersion()),
        row.originTopic() + "/" + row.originPartition() + "/" + row.originOffset(),
        row.validatedAt() + " " + row.warnings(),
        Long.toHexString(row.hash()));
  }
}
