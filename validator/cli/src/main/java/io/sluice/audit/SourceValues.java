package io.sluice.audit;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.job.OutageException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Decodes source records by means of its own: Avro's reader, Jackson, a plain GET for schemas. */
final class SourceValues {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private final @Nullable String registry;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<Integer, Object> schemas = new HashMap<>();

  SourceValues(@Nullable String registry) {
    this.registry = registry;
  }

  /**
   * Decodes a record that names its schema.
   *
   * @return a GenericRecord or another Avro datum, or a JsonNode
   */
  Object framed(ConsumerRecord<byte[], byte[]> record) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(record.value());
    var header = record.headers().lastHeader("__value_schema_id");
    ByteBuffer prefix = header == null ? bytes : ByteBuffer.wrap(header.value());
    if (prefix.get() != 0) {
      throw new IOException("the audit decodes records that name their schema by id");
    }
    Object schema = schema(prefix.getInt());
    if (schema instanceof Schema avro) {
      return avro(avro, record.value(), bytes.position());
    }
    return json(record.value(), bytes.position());
  }

  /** Decodes bare Avro. */
  Object avro(Schema schema, byte[] bytes, int from) throws IOException {
    BinaryDecoder decoder =
        DecoderFactory.get().binaryDecoder(bytes, from, bytes.length - from, null);
    return new GenericDatumReader<Object>(schema).read(null, decoder);
  }

  /** Decodes bare JSON. */
  JsonNode json(byte[] bytes, int from) throws IOException {
    return JSON.readTree(bytes, from, bytes.length - from);
  }

  private Object schema(int id) throws IOException {
    Object known = schemas.get(id);
    if (known == null) {
      known = fetch(id);
      schemas.put(id, known);
    }
    return known;
  }

  private Object fetch(int id) throws IOException {
    if (registry == null) {
      throw new IOException("records name schemas, but the configuration has no registry");
    }
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(registry + "/schemas/ids/" + id)).build();
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200 && response.statusCode() != 404) {
        throw new OutageException(
            "the schema registry answers with status "
                + response.statusCode()
                + "; the audit needs it to compare values",
            new IOException());
      }
      if (response.statusCode() == 404) {
        throw new IOException("the registry has no schema " + id);
      }
      JsonNode answer = JSON.readTree(response.body());
      String type = answer.path("schemaType").asText("AVRO");
      return type.equals("AVRO")
          ? new Schema.Parser().parse(answer.path("schema").asText())
          : answer.path("schema").asText();
    } catch (ConnectException | HttpTimeoutException e) {
      throw new OutageException(
          "the schema registry cannot be reached; the audit needs it to compare values", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
