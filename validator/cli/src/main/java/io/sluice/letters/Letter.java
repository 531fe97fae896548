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

/** A dead letter. What it says is read when it is asked for. */
public final class Letter {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Headers that other systems' rules leave on records, as Confluent's do. */
  private static final String OTHER_RULES = "__rule.";

  private final ConsumerRecord<byte[], byte[]> record;
  private final Header[] headers;

  /** Where ours begin: what comes before is the original's, whatever it is called. */
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
   * A header as text; of several the last one; null where there is none. One of ours is believed
   * only where we have written it.
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

  /** Whether it says what a letter of Sluice must say; other records may be in the topic. */
  public boolean isOurs() {
    return Headers.VERSION.equals(text(Headers.FORMAT)) && Coordinates.parse(idText()) != null;
  }

  private String idText() {
    String id = text(Headers.ID);
    return id == null ? "" : id;
  }

  /** The record that died: copies of one letter share it. */
  public Coordinates id() {
    Coordinates id = Coordinates.parse(idText());
    return id == null ? place() : id;
  }

  /** Where the letter itself is. */
  public Coordinates place() {
    return new Coordinates(record.topic(), record.partition(), record.offset());
  }

  /** The record that died first: of a replayed record another one than {@link #id}. */
  public Coordinates origin() {
    String topic = text(Headers.ORIGIN_TOPIC);
    long partition = number(Headers.ORIGIN_PARTITION, -1);
    long offset = number(Headers.ORIGIN_OFFSET, -1);
    return topic == null || partition < 0 || offset < 0
        ? id()
        : new Coordinates(topic, (int) partition, offset);
  }

  /** How often it was replayed. */
  public int attempt() {
    return (int) number(Headers.ATTEMPT, 0);
  }

  /** Milliseconds since the epoch. */
  public long diedAt() {
    return record.timestamp();
  }

  /** Milliseconds since the epoch. */
  public long firstFailedAt() {
    return number(Headers.FIRST_FAILED_AT, diedAt());
  }

  /** Kafka's timestamp of the record that died first, milliseconds since the epoch. */
  public long originTimestamp() {
    return number(Headers.ORIGIN_TIMESTAMP, number(Headers.TIMESTAMP, -1));
  }

  /** The digest of the plan by which it was replayed before it died again, or null. */
  public @Nullable String plan() {
    return text(Headers.REPLAY_PLAN);
  }

  public String stage() {
    return orDash(text(Headers.STAGE));
  }

  public String code() {
    return orDash(text(Headers.CODE));
  }

  /** Null where no contract was found. */
  public @Nullable String contract() {
    return text(Headers.CONTRACT);
  }

  public @Nullable String schema() {
    return text(Headers.SCHEMA);
  }

  private static String orDash(@Nullable String text) {
    return text == null ? "-" : text;
  }

  /** How many faults were found, more perhaps than are listed. */
  public int totalFaults() {
    return faultsHeader().path("total").asInt();
  }

  /** The faults that are listed: stage, code, path, rule, message. */
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

  /** All headers as they are. */
  public Map<String, String> headers() {
    Map<String, String> all = new LinkedHashMap<>();
    for (Header header : headers) {
      byte[] value = header.value();
      all.put(header.key(), value == null ? "" : new String(value, StandardCharsets.UTF_8));
    }
    return all;
  }

  /** The original's headers: without ours, and without those that other rules left. */
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

  /** The record as it was before it died, at the place where it died first. */
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
