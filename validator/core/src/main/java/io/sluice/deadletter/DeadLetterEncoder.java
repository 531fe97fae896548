package io.sluice.deadletter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.contract.Contract;
import io.sluice.fault.Fault;
import io.sluice.fault.Faults;
import io.sluice.header.Headers;
import io.sluice.header.Origin;
import io.sluice.raw.RawHeader;
import io.sluice.raw.RawRecord;
import io.sluice.verdict.Verdict;
import io.sluice.wire.SchemaRef;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Creates dead letters: the unchanged original record, with the reasons for its death in headers.
 */
public final class DeadLetterEncoder {

  private static final JsonFactory JSON = new JsonFactory();

  /** The maximum length of a fault message in characters. Longer messages are cut. */
  private static final int MESSAGE_LENGTH = 500;

  /**
   * The maximum length of the faults header in characters. Headers count toward the size of the
   * record.
   */
  private static final int FAULTS_LENGTH = 32_000;

  private final String pipeline;

  public DeadLetterEncoder(String pipeline) {
    this.pipeline = pipeline;
  }

  /** The ID that all copies of a record's dead letter share. */
  public static String id(String topic, int partition, long offset) {
    return topic + "/" + partition + "/" + offset;
  }

  /**
   * Creates the dead letter for a record.
   *
   * @param topic the dead-letter topic
   * @param topicId Kafka's topic ID of the source topic
   * @param now the time of death in milliseconds since the epoch
   * @param origin the origin of a replayed record, whose Sluice headers are replaced; otherwise
   *     null
   */
  public DeadLetter encode(
      RawRecord raw,
      Verdict.Dead verdict,
      String topic,
      String topicId,
      long now,
      @Nullable Origin origin) {
    List<RawHeader> headers = new ArrayList<>(raw.headers());
    if (origin != null) {
      headers.removeIf(header -> Headers.isOurs(header.name()));
    }
    addOurs(headers, raw, verdict, topicId, now);
    addAttempt(headers, now, origin);
    addConnect(headers, raw, verdict.faults().first());
    return new DeadLetter(topic, now, raw.key(), raw.value(), headers);
  }

  private void addOurs(
      List<RawHeader> headers, RawRecord raw, Verdict.Dead verdict, String topicId, long now) {
    Fault first = verdict.faults().first();
    Contract contract = verdict.contract();
    SchemaRef schema = verdict.schema();
    add(headers, Headers.FORMAT, Headers.VERSION);
    add(headers, Headers.ID, id(raw.topic(), raw.partition(), raw.offset()));
    add(headers, Headers.PIPELINE, pipeline);
    add(headers, Headers.TOPIC_ID, topicId);
    add(headers, Headers.STAGE, first.stage().label());
    add(headers, Headers.CODE, first.code());
    add(headers, Headers.FAULTS, json(verdict.faults()));
    add(headers, Headers.TOPIC, raw.topic());
    add(headers, Headers.PARTITION, Integer.toString(raw.partition()));
    add(headers, Headers.OFFSET, Long.toString(raw.offset()));
    add(headers, Headers.TIMESTAMP, Long.toString(raw.timestamp()));
    add(headers, Headers.SCHEMA, schema == null ? null : schema.label());
    add(headers, Headers.RULES_VERSION, contract == null ? null : contract.rulesVersion());
    add(headers, Headers.CONTRACT, contract == null ? null : contract.name());
    add(headers, Headers.FAILED_AT, Long.toString(now));
  }

  private static void addAttempt(List<RawHeader> headers, long now, @Nullable Origin origin) {
    if (origin == null) {
      add(headers, Headers.ATTEMPT, "0");
      add(headers, Headers.FIRST_FAILED_AT, Long.toString(now));
      return;
    }
    add(headers, Headers.ATTEMPT, Integer.toString(origin.attempt()));
    long first = origin.firstFailedAt() < 0 ? now : origin.firstFailedAt();
    add(headers, Headers.FIRST_FAILED_AT, Long.toString(first));
    add(headers, Headers.ORIGIN_TOPIC, origin.topic());
    add(headers, Headers.ORIGIN_PARTITION, Integer.toString(origin.partition()));
    add(headers, Headers.ORIGIN_OFFSET, Long.toString(origin.offset()));
    add(headers, Headers.ORIGIN_TIMESTAMP, Long.toString(origin.timestamp()));
    add(headers, Headers.REPLAY_PLAN, origin.plan());
  }

  private static void addConnect(List<RawHeader> headers, RawRecord raw, Fault first) {
    add(headers, Headers.CONNECT_PREFIX + "topic", raw.topic());
    add(headers, Headers.CONNECT_PREFIX + "partition", Integer.toString(raw.partition()));
    add(headers, Headers.CONNECT_PREFIX + "offset", Long.toString(raw.offset()));
    add(headers, Headers.CONNECT_PREFIX + "stage", first.stage().label());
    add(headers, Headers.CONNECT_PREFIX + "exception.class.name", "io.sluice.fault.Fault");
    add(headers, Headers.CONNECT_PREFIX + "exception.message", text(first));
  }

  private static String text(Fault fault) {
    String path = fault.path();
    return shorten(fault.code() + (path == null ? ": " : " at " + path + ": ") + fault.message());
  }

  private static String shorten(String text) {
    return text.length() <= MESSAGE_LENGTH ? text : text.substring(0, MESSAGE_LENGTH - 3) + "...";
  }

  private static void add(List<RawHeader> headers, String name, @Nullable String value) {
    if (value != null) {
      headers.add(RawHeader.text(name, value));
    }
  }

  /** {@code {"total": n, "faults": [...]}}, with as many faults as fit. */
  private static String json(Faults faults) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeNumberField("total", faults.total());
      json.writeArrayFieldStart("faults");
      for (Fault fault : faults.kept()) {
        json.flush();
        if (out.getBuffer().length() > FAULTS_LENGTH) {
          break;
        }
        write(json, fault);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    }
    return out.toString();
  }

  private static void write(JsonGenerator json, Fault fault) throws IOException {
    json.writeStartObject();
    json.writeStringField("stage", fault.stage().label());
    json.writeStringField("code", fault.code());
    String path = fault.path();
    if (path != null) {
      json.writeStringField("path", shorten(path));
    }
    String rule = fault.rule();
    if (rule != null) {
      json.writeStringField("rule", rule);
    }
    json.writeStringField("message", shorten(fault.message()));
    String schemaPath = fault.schemaPath();
    if (schemaPath != null) {
      json.writeStringField("schemaPath", shorten(schemaPath));
    }
    json.writeEndObject();
  }
}
