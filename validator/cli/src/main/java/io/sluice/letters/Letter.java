package io.sluice.letters;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.header.Headers;
import io.sluice.offset.Coordinates;
import io.sluice.raw.InMemoryRecord;
import io.sluice.raw.RawHeader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A dead letter; its headers are parsed on demand. */
public final class Letter {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The prefix of headers that other systems' rules add to records, such as Confluent's. */
  private static final String OTHER_RULES = "__rule.";

  private final ConsumerRecord<byte[], byte[]> record;
  private final Header[] headers;

  /** The index of our first header; all headers before it are the original's. */
  private final int ours;

  private @Nullable JsonNode faults;

  public Letter(ConsumerRecord<byte[], byte[]> record) {
    this.record = record;
    this.headers = record.headers().toArray();
    int at = headers.length;
    for (int i = 0; i < headers.length; i++) {
      at = headers[i].key().equals(Headers.FORMAT) ? i : at;
    }
    this.ours = at;
  }

  /**
   * The last header with a name as text, or null. A header of ours counts only in the part that
   * Sluice has written.
   */
  public @Nullable String text(String name) {
    int first = Headers.isOurs(name) ? ours : 0;
    for (int i = headers.length - 1; i >= first; i--) {
      if (headers[i].key().equals(name)) {
        byte[] value = headers[i].value();
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
      }
    }
    return null;
  }

  private long number(String name, long otherwise) {
    String text = text(name);
    return text != null && text.matches("[0-9]{1,18}") ? Long.parseLong(text) : otherwise;
  }

  /** Whether this is a Sluice dead letter; the topic can also contain other records. */
  public boolean isOurs() {
    return Headers.VERSION.equals(text(Headers.FORMAT)) && Coordinates.parse(idText()) != null;
  }

  private String idText() {
    String id = text(Headers.ID);
    return id == null ? "" : id;
  }

  /** The record that died; all copies of a letter share this ID. */
  public Coordinates id() {
    Coordinates id = Coordinates.parse(idText());
    return id == null ? place() : id;
  }

  /** The letter's own place in the dead-letter topic. */
  public Coordinates place() {
    return new Coordinates(record.topic(), record.partition(), record.offset());
  }

  /** The original record; it differs from {@link #id} if the record was replayed. */
  public Coordinates origin() {
    String topic = text(Headers.ORIGIN_TOPIC);
    long partition = number(Headers.ORIGIN_PARTITION, -1);
    long offset = number(Headers.ORIGIN_OFFSET, -1);
    return topic == null || partition < 0 || offset < 0
        ? id()
        : new Coordinates(topic, (int) partition, offset);
  }

  /** The number of replays. */
  public int attempt() {
    return (int) number(Headers.ATTEMPT, 0);
  }

  /** The time of death, milliseconds since the epoch. */
  public long diedAt() {
    return record.timestamp();
  }

  /** The time of the first death, milliseconds since the epoch. */
  public long firstFailedAt() {
    return number(Headers.FIRST_FAILED_AT, diedAt());
  }

  /** The original record's Kafka timestamp, milliseconds since the epoch. */
  public long originTimestamp() {
    return number(Headers.ORIGIN_TIMESTAMP, number(Headers.TIMESTAMP, -1));
  }

  /** The digest of the plan that replayed the record before it died again, or null. */
  public @Nullable String plan() {
    return text(Headers.REPLAY_PLAN);
  }

  public String stage() {
    return orDash(text(Headers.STAGE));
  }

  public String code() {
    return orDash(text(Headers.CODE));
  }

  /** The contract, or null if the record died before its contract was known. */
  public @Nullable String contract() {
    return text(Headers.CONTRACT);
  }

  public @Nullable String schema() {
    return text(Headers.SCHEMA);
  }

  private static String orDash(@Nullable String text) {
    return text == null ? "-" : text;
  }

  /** The number of faults found; the list may be shorter. */
  public int totalFaults() {
    return faultsHeader().path("total").asInt();
  }

  /** The listed faults, each with stage, code, path, rule, and message. */
  public List<JsonNode> faults() {
    List<JsonNode> all = new ArrayList<>();
    faultsHeader().path("faults").forEach(all::add);
    return all;
  }

  private JsonNode faultsHeader() {
    JsonNode known = faults;
    if (known == null) {
      String text = text(Headers.FAULTS);
      try {
        known = text == null ? JSON.createObjectNode() : JSON.readTree(text);
      } catch (JsonProcessingException e) {
        known = JSON.createObjectNode();
      }
      faults = known;
    }
    return known;
  }

  @SuppressWarnings("NullAway") // Kafka's classes are not annotated; keys may be null
  public byte @Nullable [] key() {
    return record.key();
  }

  @SuppressWarnings("NullAway") // Kafka's classes are not annotated; values may be null
  public byte @Nullable [] value() {
    return record.value();
  }

  /** All headers as text. */
  public Map<String, String> headers() {
    Map<String, String> all = new LinkedHashMap<>();
    for (Header header : headers) {
      byte[] value = header.value();
      all.put(header.key(), value == null ? "" : new String(value, StandardCharsets.UTF_8));
    }
    return all;
  }

  /** The original's headers, without ours and without those of other systems' rules. */
  public List<RawHeader> originalHeaders() {
    List<RawHeader> originals = new ArrayList<>();
    for (int i = 0; i < ours; i++) {
      String name = headers[i].key();
      if (!Headers.isOurs(name) && !name.startsWith(OTHER_RULES)) {
        originals.add(new RawHeader(name, headers[i].value()));
      }
    }
    return originals;
  }

  /** All headers, byte for byte. */
  public List<RawHeader> rawHeaders() {
    List<RawHeader> all = new ArrayList<>();
    for (Header header : headers) {
      all.add(new RawHeader(header.key(), header.value()));
    }
    return all;
  }

  /** The original record, with the coordinates of its first death. */
  public InMemoryRecord original() {
    Coordinates at = origin();
    return new InMemoryRecord(
        at.topic(),
        at.partition(),
        at.offset(),
        originTimestamp(),
        key(),
        value(),
        originalHeaders());
  }
}
