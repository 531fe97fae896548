package io.sluice.letters;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.failure.Suggestion;
import io.sluice.offset.Coordinates;
import io.sluice.raw.RawHeader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Selects letters; every given condition must hold. */
public final class LetterFilter {

  /** The conditions by name, with their meanings. */
  public static final Map<String, String> NAMES = names();

  /** Selects every letter. */
  public static final LetterFilter ALL = of(Map.of());

  private static final String HEADER = "header.";

  private final SortedMap<String, String> conditions;
  private final @Nullable Instant since;
  private final @Nullable Instant until;
  private final Set<Coordinates> ids = new HashSet<>();
  private final @Nullable Long partition;
  private final @Nullable Long fromOffset;
  private final @Nullable Long toOffset;
  private final @Nullable Long attempt;
  private final Map<String, String> headers = new LinkedHashMap<>();

  private LetterFilter(SortedMap<String, String> conditions) {
    this.conditions = conditions;
    this.since = time("since");
    this.until = time("until");
    this.partition = number("partition");
    this.fromOffset = number("fromOffset");
    this.toOffset = number("toOffset");
    this.attempt = number("attempt");
    for (String id : list("id")) {
      Coordinates at = Coordinates.parse(id);
      if (at == null) {
        throw new IllegalArgumentException(
            "'" + id + "' is not an ID; use TOPIC/PARTITION/OFFSET, such as orders/0/17");
      }
      ids.add(at);
    }
    conditions.forEach(
        (name, value) -> {
          if (name.startsWith(HEADER)) {
            headers.put(name.substring(HEADER.length()), value);
          } else if (!NAMES.containsKey(name)) {
            throw new IllegalArgumentException(
                "unknown condition '" + name + "'" + Suggestion.among(name, NAMES.keySet()));
          }
        });
  }

  private static Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("since", "died at this time or later, such as 2026-01-31T12:00:00Z");
    names.put("until", "died before this time");
    names.put("id", "has one of these IDs, such as orders/0/17,orders/0/18");
    names.put("topic", "came from this topic");
    names.put("partition", "came from this partition");
    names.put("fromOffset", "came from this offset or later");
    names.put("toOffset", "came from this offset or earlier");
    names.put("contract", "rejected by this contract");
    names.put("stage", "died at this stage");
    names.put("code", "has a fault with this code");
    names.put("rule", "breaks this rule");
    names.put("path", "has a fault at this path; [*] matches any index");
    names.put("schema", "written with this schema, such as id:17");
    names.put("key", "has this key, as text");
    names.put("attempt", "was replayed this many times");
    names.put("where", "this CEL expression is true for the decoded event");
    return Collections.unmodifiableMap(names);
  }

  /**
   * Reads conditions.
   *
   * @param conditions by name; {@code header.x} for a header of the original
   * @throws IllegalArgumentException if a condition is not valid; the message says why
   */
  public static LetterFilter of(Map<String, String> conditions) {
    return new LetterFilter(new TreeMap<>(conditions));
  }

  /** The given conditions by name. */
  public SortedMap<String, String> conditions() {
    return Collections.unmodifiableSortedMap(conditions);
  }

  /** Whether letters for records from this topic can match. */
  boolean canMatchTopic(String topic) {
    return is("topic", topic)
        && (ids.isEmpty() || ids.stream().anyMatch(id -> id.topic().equals(topic)));
  }

  /** Whether letters of this contract can match. */
  boolean canMatchContract(String contract) {
    return is("contract", contract);
  }

  /** The CEL condition that {@link EventCondition} evaluates, or null. */
  public @Nullable String where() {
    return conditions.get("where");
  }

  private List<String> list(String name) {
    String text = conditions.get(name);
    return text == null ? List.of() : List.of(text.split(","));
  }

  private @Nullable Long number(String name) {
    String text = conditions.get(name);
    if (text == null) {
      return null;
    }
    if (!text.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException(
          "'" + name + "' must be a whole number, not '" + text + "'");
    }
    return Long.valueOf(text);
  }

  private @Nullable Instant time(String name) {
    String text = conditions.get(name);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'" + name + "' must be a time such as 2026-01-31T12:00:00Z, not '" + text + "'");
    }
  }

  /** Whether all conditions hold for a letter. */
  public boolean matches(Letter letter) {
    return isInTime(letter)
        && isAt(letter.id())
        && (ids.isEmpty() || ids.contains(letter.id()))
        && is("contract", letter.contract())
        && is("schema", letter.schema())
        && (attempt == null || attempt == letter.attempt())
        && is("key", text(letter.key()))
        && hasFault(letter)
        && hasHeaders(letter);
  }

  private boolean isInTime(Letter letter) {
    return (since == null || letter.diedAt() >= since.toEpochMilli())
        && (until == null || letter.diedAt() < until.toEpochMilli());
  }

  private boolean isAt(Coordinates id) {
    return is("topic", id.topic())
        && (partition == null || partition == id.partition())
        && (fromOffset == null || id.offset() >= fromOffset)
        && (toOffset == null || id.offset() <= toOffset);
  }

  private boolean is(String condition, @Nullable String found) {
    String wanted = conditions.get(condition);
    return wanted == null || wanted.equals(found);
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  /** Whether one fault meets all conditions on faults. */
  private boolean hasFault(Letter letter) {
    boolean isAboutFaults =
        conditions.keySet().stream().anyMatch(List.of("stage", "code", "rule", "path")::contains);
    if (!isAboutFaults) {
      return true;
    }
    return letter.faults().stream()
        .anyMatch(
            fault ->
                is("stage", member(fault, "stage"))
                    && is("code", member(fault, "code"))
                    && is("rule", member(fault, "rule"))
                    && isOnPath(member(fault, "path")));
  }

  private static @Nullable String member(JsonNode fault, String name) {
    return fault.path(name).textValue();
  }

  private boolean isOnPath(@Nullable String found) {
    return is("path", found) || (found != null && is("path", found.replaceAll("\\[\\d+]", "[*]")));
  }

  private boolean hasHeaders(Letter letter) {
    if (headers.isEmpty()) {
      return true;
    }
    List<RawHeader> originals = letter.originalHeaders();
    return headers.entrySet().stream()
        .allMatch(
            wanted ->
                originals.stream()
                    .anyMatch(
                        header ->
                            header.name().equals(wanted.getKey())
                                && Objects.equals(text(header.value()), wanted.getValue())));
  }
}
