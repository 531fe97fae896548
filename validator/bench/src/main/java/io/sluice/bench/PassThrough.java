package io.sluice.bench;

import java.io.IOException;
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
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.util.Collector;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.flink.CatalogLoader;
import org.apache.iceberg.flink.FlinkSchemaUtil;
import org.apache.iceberg.flink.TableLoader;
import org.apache.iceberg.flink.sink.IcebergSink;
import org.apache.iceberg.types.Types;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What a team would build without checks: Kafka, Avro, the stock IcebergSink. */
final class PassThrough {

  private PassThrough() {}

  static org.apache.iceberg.Schema schema() {
    java.util.List<Types.NestedField> fields = new java.util.ArrayList<>();
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

  static void build(
      StreamExecutionEnvironment environment,
      String bootstrapServers,
      String topic,
      Catalog catalog,
      Map<String, String> properties,
      TableIdentifier table) {
    CatalogLoader loader =
        CatalogLoader.custom(
            "sluice", properties, new Configuration(), "org.apache.iceberg.jdbc.JdbcCatalog");
    KafkaSource<RowData> source =
        KafkaSource.<RowData>builder()
            .setBootstrapServers(bootstrapServers)
            .setTopics(topic)
            .setStartingOffsets(OffsetsInitializer.earliest())
            .setProperty("isolation.level", "read_committed")
            .setProperty("register.consumer.metrics", "false")
            .setDeserializer(new ToRowData())
            .build();
    IcebergSink.forRowData(
            environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), "source")
                .uid("source"))
        .table(catalog.loadTable(table))
        .tableLoader(TableLoader.fromCatalog(loader, table))
        .uidSuffix("pass-through")
        .append();
  }

  private static final class ToRowData implements KafkaRecordDeserializationSchema<RowData> {
    private static final long serialVersionUID = 1L;

    private transient @Nullable GenericDatumReader<GenericRecord> reader;
    private transient @Nullable BinaryDecoder decoder;
    private transient @Nullable GenericRecord reused;

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
      GenericRowData row = new GenericRowData(fields);
      for (int i = 0; i < fields; i++) {
        Object field = reused.get(i);
        row.setField(
            i, field instanceof CharSequence text ? StringData.fromString(text.toString()) : field);
      }
      out.collect(row);
    }

    @Override
    public TypeInformation<RowData> getProducedType() {
      return InternalTypeInfo.of(FlinkSchemaUtil.convert(schema()));
    }
  }
}
