package io.sluice.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.util.Collector;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.DistributionMode;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.flink.CatalogLoader;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.flink.TableLoader;
import org.apache.iceberg.flink.sink.IcebergSink;
import org.apache.iceberg.flink.sink.dynamic.DynamicIcebergSink;
import org.apache.iceberg.flink.sink.dynamic.DynamicRecord;
import org.apache.iceberg.flink.sink.dynamic.DynamicRecordGenerator;
import org.apache.iceberg.types.Types;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A job without checks: Kafka, Avro, and the stock IcebergSink. */
final class PassThrough {

  private PassThrough() {}

  static org.apache.iceberg.Schema schema() {
    List<Types.NestedField> fields = new ArrayList<>();
    int id = 1;
    for (Schema.Field field : Events.SCHEMA.getFields()) {
      fields.add(Types.NestedField.optional(id++, field.name(), type(field.schema())));
    }
    return new org.apache.iceberg.Schema(fields);
  }

  private static org.apache.iceberg.types.Type type(Schema schema) {
    Schema.Type type =
        schema.getType() == Schema.Type.UNION
            ? schema.getTypes().stream()
                .map(Schema::getType)
                .filter(t -> t != Schema.Type.NULL)
                .findFirst()
                .orElseThrow()
            : schema.getType();
    return switch (type) {
      case DOUBLE -> Types.DoubleType.get();
      case INT -> Types.IntegerType.get();
      case LONG -> Types.LongType.get();
      case BOOLEAN -> Types.BooleanType.get();
      default -> Types.StringType.get();
    };
  }

  /** Builds a job that writes to one table. */
  static void build(
      StreamExecutionEnvironment environment, Runs runs, String topic, TableIdentifier table) {
    IcebergSink.forRowData(source(environment, runs, List.of(topic), false))
        .table(runs.catalog().loadTable(table))
        .tableLoader(TableLoader.fromCatalog(loader(runs), table))
        .uidSuffix("pass-through")
        .append();
  }

  /** Builds a job that writes to one table per topic, which the sink creates. */
  static void buildDynamic(
      StreamExecutionEnvironment environment, Runs runs, List<String> topics, String prefix) {
    DynamicIcebergSink.forInput(source(environment, runs, topics, true))
        .generator(new ByTopic(prefix))
        .catalogLoader(loader(runs))
        .uidPrefix("pass-through")
        .append();
  }

  private static CatalogLoader loader(Runs runs) {
    return CatalogLoader.custom(
        "sluice",
        runs.catalogProperties(),
        new Configuration(),
        "org.apache.iceberg.jdbc.JdbcCatalog");
  }

  private static DataStream<RowData> source(
      StreamExecutionEnvironment environment, Runs runs, List<String> topics, boolean withTopic) {
    KafkaSource<RowData> source =
        KafkaSource.<RowData>builder()
            .setBootstrapServers(runs.bootstrapServers())
            .setTopics(topics)
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setProperty("isolation.level", "read_committed")
            .setProperty("register.consumer.metrics", "false")
            .setDeserializer(new ToRowData(withTopic))
            .build();
    return environment.fromSource(source, WatermarkStrategy.noWatermarks(), "source").uid("source");
  }

  private static org.apache.iceberg.Schema withTopic() {
    List<Types.NestedField> fields = new ArrayList<>(schema().columns());
    fields.add(Types.NestedField.optional(fields.size() + 1, "topic", Types.StringType.get()));
    return new org.apache.iceberg.Schema(fields);
  }

  /** Chooses the table of a row by the topic in its last column. */
  private static final class ByTopic implements DynamicRecordGenerator<RowData> {
    private static final long serialVersionUID = 1L;

    private final String prefix;
    private transient @Nullable Map<String, TableIdentifier> tables;
    private transient org.apache.iceberg.@Nullable Schema schema;

    ByTopic(String prefix) {
      this.prefix = prefix;
    }

    @Override
    public void generate(RowData row, Collector<DynamicRecord> out) {
      Map<String, TableIdentifier> known = tables;
      if (known == null) {
        known = new HashMap<>();
        tables = known;
        schema = withTopic();
      }
      TableIdentifier table =
          known.computeIfAbsent(
              row.getString(row.getArity() - 1).toString(),
              topic -> TableIdentifier.of("bench", prefix + topic));
      out.collect(
          new DynamicRecord(
              table, "main", schema, row, PartitionSpec.unpartitioned(), DistributionMode.NONE, 2));
    }
  }

  private static final class ToRowData implements KafkaRecordDeserializationSchema<RowData> {
    private static final long serialVersionUID = 1L;

    private final boolean withTopic;
    private transient @Nullable GenericDatumReader<GenericRecord> reader;
    private transient @Nullable BinaryDecoder decoder;
    private transient @Nullable GenericRecord reused;

    ToRowData(boolean withTopic) {
      this.withTopic = withTopic;
    }

    @Override
    public void open(DeserializationSchema.InitializationContext context) {
      reader = new GenericDatumReader<>(Events.SCHEMA);
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RowData> out)
        throws IOException {
      GenericDatumReader<GenericRecord> datum = reader;
      if (datum == null) {
        throw new IOException("not opened");
      }
      byte[] value = record.value();
      decoder = DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, decoder);
      reused = datum.read(reused, decoder);
      int fields = Events.SCHEMA.getFields().size();
      GenericRowData row = new GenericRowData(withTopic ? fields + 1 : fields);
      for (int i = 0; i < fields; i++) {
        Object field = reused.get(i);
        row.setField(
            i, field instanceof CharSequence text ? StringData.fromString(text.toString()) : field);
      }
      if (withTopic) {
        row.setField(fields, StringData.fromString(record.topic()));
      }
      out.collect(row);
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
      return InternalTypeInfo.of(FlinkSchemaUtil.convert(withTopic ? withTopic() : schema()));
    }
  }
}
