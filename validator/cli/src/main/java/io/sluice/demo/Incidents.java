package io.sluice.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.wire.Framing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends the demo's events at a steady rate with planted incidents, to exercise dashboards and
 * alerts. The start and end of each incident are written to {@code incidents.jsonl}.
 */
public final class Incidents {

  /** The time between two strikes and between two earthquakes; webhooks come every fourth time. */
  private static final long BEAT_MILLIS = 50;

  private static final int BEATS_PER_HOOK = 4;

  /** Webhooks are ordered by kind; steps of this length mix them. */
  private static final int HOOK_STRIDE = 37;

  private static final int NOWHERE = 999_999;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The incidents, with their start and end in seconds after the start. */
  public enum Incident {
    STALLED_PRODUCER(30, 450, "the producer of GitHub webhooks stops sending"),
    CHANGE_OF_UNIT(75, 165, "earthquake times are in seconds instead of milliseconds"),
    REGISTRY_OUTAGE(200, 290, "the schema registry hangs"),
    NEW_SCHEMA(201, 470, "a third of the wildlife strikes use a new schema version"),
    UNKNOWN_SCHEMA(310, 370, "a quarter of the earthquakes use a schema that does not exist"),
    NO_TIME(455, 515, "comments have an invalid time, so a rule cannot be evaluated");

    /** The seconds of normal traffic after the last incident. */
    static final int AFTERWARDS = 60;

    private final int from;
    private final int to;
    private final String what;

    Incident(int from, int to, String what) {
      this.from = from;
      this.to = to;
      this.what = what;
    }

    /** The incident in words. */
    public String what() {
      return what;
    }
  }

  /** Receives the start and end of each incident. */
  public interface Listener {
    void changed(Incident incident, boolean begins);
  }

  private final Feed feed;
  private final EmbeddedRegistry registry;
  private final Path log;
  private final Listener listener;
  private final Set<Incident> now = EnumSet.noneOf(Incident.class);
  private List<ProducerRecord<byte[], byte[]>> newBirds = List.of();
  private List<ProducerRecord<byte[], byte[]>> badComments = List.of();

  /**
   * Prepares the incidents.
   *
   * @param folder the folder for {@code incidents.jsonl}
   */
  Incidents(Feed feed, EmbeddedRegistry registry, Path folder, Listener listener) {
    this.feed = feed;
    this.registry = registry;
    this.log = folder.resolve("incidents.jsonl");
    this.listener = listener;
  }

  private static Schema withRemarks(Schema before) throws IOException {
    JsonNode schema = JSON.readTree(before.toString());
    if (schema.path("fields") instanceof ArrayNode fields) {
      ObjectNode remarks = fields.addObject().put("name", "remarks").putNull("default");
      remarks.putArray("type").add("null").add("string");
    }
    return new Schema.Parser().parse(schema.toString());
  }

  /** Runs from the first incident to the last. */
  void run() throws Exception {
    long begin = System.nanoTime();
    for (int beat = 0; ; beat++) {
      long millis = beat * BEAT_MILLIS;
      if (!pass(millis / 1000)) {
        return;
      }
      send(beat);
      long ahead = millis - (System.nanoTime() - begin) / 1_000_000;
      if (ahead > 0) {
        Thread.sleep(ahead);
      }
    }
  }

  /** Starts and ends the incidents that are due; returns false when all are over. */
  private boolean pass(long second) throws Exception {
    boolean more = false;
    for (Incident incident : Incident.values()) {
      boolean is = second >= incident.from && second < incident.to;
      more |= second < incident.to + Incident.AFTERWARDS;
      if (is != now.contains(incident)) {
        change(incident, is);
      }
    }
    return more;
  }

  private void change(Incident incident, boolean begins) throws Exception {
    switch (incident) {
      case REGISTRY_OUTAGE -> {
        if (begins) {
          Schema newVersion = withRemarks(feed.birdSchema());
          int id = feed.register(Streams.BIRDS + "-value", "AVRO", newVersion.toString());
          newBirds = Streams.birds(newVersion, id);
          registry.suspend();
        } else {
          registry.resume();
        }
      }
      case NO_TIME -> badComments = commentsWithoutTime(feed.hooks());
      case STALLED_PRODUCER, CHANGE_OF_UNIT, NEW_SCHEMA, UNKNOWN_SCHEMA -> {
        // handled where records are sent
      }
    }
    if (begins) {
      now.add(incident);
    } else {
      now.remove(incident);
    }
    ObjectNode line = JSON.createObjectNode();
    line.put("incident", incident.name().toLowerCase(Locale.ROOT));
    line.put("what", incident.what);
    line.put("phase", begins ? "begin" : "end");
    line.put("at", System.currentTimeMillis() / 1e3);
    Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    listener.changed(incident, begins);
  }

  private void send(int beat) throws IOException {
    boolean renewed = now.contains(Incident.NEW_SCHEMA) && beat % Streams.PARTITIONS == 0;
    List<ProducerRecord<byte[], byte[]>> birds = renewed ? newBirds : feed.birds();
    feed.send(birds.get(beat % birds.size()));
    feed.send(quake(beat));
    if (beat % BEATS_PER_HOOK == 0 && !now.contains(Incident.STALLED_PRODUCER)) {
      List<ProducerRecord<byte[], byte[]>> hooks = feed.hooks();
      feed.send(hooks.get(beat / BEATS_PER_HOOK * HOOK_STRIDE % hooks.size()));
      if (now.contains(Incident.NO_TIME)) {
        feed.send(badComments.get(beat / BEATS_PER_HOOK % badComments.size()));
      }
    }
  }

  private static List<ProducerRecord<byte[], byte[]>> commentsWithoutTime(
      List<ProducerRecord<byte[], byte[]>> hooks) throws IOException {
    List<ProducerRecord<byte[], byte[]>> comments = new ArrayList<>();
    for (ProducerRecord<byte[], byte[]> hook : hooks) {
      JsonNode event = JSON.readTree(hook.value());
      if (event.path("comment") instanceof ObjectNode comment && event.has("issue")) {
        comment.put("updated_at", "yesterday");
        comments.add(
            new ProducerRecord<>(
                hook.topic(),
                hook.partition(),
                null,
                hook.key(),
                JSON.writeValueAsBytes(event),
                hook.headers()));
      }
    }
    return comments;
  }

  private ProducerRecord<byte[], byte[]> quake(int beat) throws IOException {
    List<ProducerRecord<byte[], byte[]>> quakes = feed.quakes();
    ProducerRecord<byte[], byte[]> real = quakes.get(beat % quakes.size());
    if (now.contains(Incident.UNKNOWN_SCHEMA) && beat % 4 == 0) {
      return with(real, Framing.write(NOWHERE, payload(real)));
    }
    if (now.contains(Incident.CHANGE_OF_UNIT)) {
      JsonNode event = JSON.readTree(payload(real));
      if (event.path("properties") instanceof ObjectNode properties) {
        properties.put("time", properties.path("time").asLong() / 1000);
      }
      return with(real, Framing.write(Streams.schemaId(real), JSON.writeValueAsBytes(event)));
    }
    return real;
  }

  private static byte[] payload(ProducerRecord<byte[], byte[]> record) {
    return Arrays.copyOfRange(record.value(), 5, record.value().length);
  }

  private static ProducerRecord<byte[], byte[]> with(
      ProducerRecord<byte[], byte[]> real, byte[] value) {
    return new ProducerRecord<>(real.topic(), real.partition(), real.key(), value);
  }
}
