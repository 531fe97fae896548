package io.sluice.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.wire.Framing;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The three real streams of the demo, as records ready to send.
 *
 * <p>Sources: wildlife strikes from the US FAA and earthquakes from the US Geological Survey, both
 * in the public domain, via npm vega-datasets 3.2.1; GitHub webhook deliveries (MIT license) from
 * npm @octokit/webhooks-examples 7.6.1.
 */
public final class Streams {

  public static final String BIRDS = "faa.birdstrikes";
  public static final String QUAKES = "usgs.earthquakes";
  public static final String HOOKS = "github.webhooks";
  public static final int PARTITIONS = 3;

  private static final ObjectMapper JSON = new ObjectMapper();

  private Streams() {}

  static List<ProducerRecord<byte[], byte[]>> birds(Schema schema, int id) throws IOException {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (BufferedReader lines = open("faa-birdstrikes.csv", false)) {
      lines.readLine();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          byte[] payload = encode(schema, bird(schema, line.split(",", -1)));
          int partition = records.size() % PARTITIONS;
          records.add(new ProducerRecord<>(BIRDS, partition, null, Framing.write(id, payload)));
        }
      }
    }
    return records;
  }

  private static GenericRecord bird(Schema schema, String[] cells) {
    return new GenericRecordBuilder(schema)
        .set("airport_name", cells[0])
        .set("aircraft_model", cells[1])
        .set("damage", cells[2])
        .set("flight_date", (int) LocalDate.parse(cells[3]).toEpochDay())
        .set("operator", cells[4])
        .set("origin_state", cells[5])
        .set("flight_phase", cells[6])
        .set("wildlife_size", cells[7])
        .set("wildlife_species", cells[8])
        .set("time_of_day", cells[9])
        .set("cost_other", number(schema, "cost_other", cells[10]))
        .set("cost_repair", number(schema, "cost_repair", cells[11]))
        .set("cost_total", number(schema, "cost_total", cells[12]))
        .set("speed_ias_knots", cells[13].isEmpty() ? null : Integer.valueOf(cells[13]))
        .build();
  }

  private static Object number(Schema schema, String field, String cell) {
    return schema.getField(field).schema().getType() == Schema.Type.LONG
        ? (Object) Long.valueOf(cell)
        : (Object) Integer.valueOf(cell);
  }

  static byte[] encode(Schema schema, GenericRecord record) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  static List<ProducerRecord<byte[], byte[]>> quakes(int id) throws IOException {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (BufferedReader lines = open("usgs-earthquakes.jsonl", false)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        byte[] key = JSON.readTree(line).path("id").asText().getBytes(StandardCharsets.UTF_8);
        records.add(
            new ProducerRecord<>(
                QUAKES,
                records.size() % PARTITIONS,
                key,
                Framing.write(id, line.getBytes(StandardCharsets.UTF_8))));
      }
    }
    return records;
  }

  static List<ProducerRecord<byte[], byte[]>> hooks() throws IOException {
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (BufferedReader lines = open("github-webhooks.jsonl.gz", true)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode delivery = JSON.readTree(line);
        String kind = delivery.path("kind").asText();
        ProducerRecord<byte[], byte[]> record =
            new ProducerRecord<>(
                HOOKS,
                records.size() % PARTITIONS,
                kind.getBytes(StandardCharsets.UTF_8),
                JSON.writeValueAsBytes(delivery.path("payload")));
        record.headers().add("x-github-event", kind.getBytes(StandardCharsets.UTF_8));
        records.add(record);
      }
    }
    return records;
  }

  /** The schema ID in a record's frame. */
  static int schemaId(ProducerRecord<byte[], byte[]> record) {
    return ByteBuffer.wrap(record.value(), 1, 4).getInt();
  }

  private static BufferedReader open(String name, boolean compressed) throws IOException {
    InputStream raw = Streams.class.getResourceAsStream(name);
    if (raw == null) {
      throw new IOException("the build does not contain the demo's data file " + name);
    }
    InputStream in = compressed ? new GZIPInputStream(raw) : raw;
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }
}
