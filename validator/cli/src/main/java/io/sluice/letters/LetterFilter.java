package io.sluice.letters;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.offset.Coordinates;
import io.sluice.raw.RawHeader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which letters are meant; every condition that is given must hold.
 *
 * @param since of death, inclusive
 * @param until of death, exclusive
 * @param ids ids of letters; empty for all
 * @param topic the topic of the record that died
 * @param fromOffset the least offset there
 * @param toOffset the largest offset there
 * @param path a place in a fault; {@code lines[*].sku} is every index
 * @param headers of the original
 * @param key as text
 */
public record LetterFilter(
    @Nullable Instant since,
    @Nullable Instant until,
    List<Coordinates> ids,
    @Nullable String topic,
    @Nullable Integer partition,
    @Nullable Long fromOffset,
    @Nullable Long toOffset,
    @Nullable String contract,
    @Nullable String stage,
    @Nullable String code,
    @Nullable String rule,
    @Nullable String path,
    @Nullable String schema,
    Map<String, String> headers,
    @Nullable String key,
    @Nullable Integer attempt) {

  /** Whether a letter is meant. */
  public boolean matches(Letter letter) {
    return isInTime(letter)
        && isAt(letter.id())
        && (ids.isEmpty() || ids.contains(letter.id()))
        && equal(contract, letter.contract())
        && equal(schema, letter.schema())
        && (attempt == null || attempt == letter.attempt())
        && (key == null || key.equals(text(letter.key())))
        && hasFault(letter)
        && hasHeaders(letter);
  }

  private boolean isInTime(Letter letter) {
    return (since == null || letter.diedAt() >= since.toEpochMilli())
        && (until == null || letter.diedAt() < until.toEpochMilli());
  }

  private boolean isAt(Coordinates id) {
    return equal(topic, id.topic())
        && (partition == null || partition == id.partition())
        && (fromOffset == null || id.offset() >= fromOffset)
        && (toOffset == null || id.offset() <= toOffset);
  }

  private static boolean equal(@Nullable String wanted, @Nullable String found) {
    return wanted == null || wanted.equals(found);
  }

  private static @Nullable String text(byte @Nullable [] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  /** One fault that has all that is asked for. */
  private boolean hasFault(Letter letter) {
    if (rule == null && path == null) {
      return equal(stage, letter.stage()) && equal(code, letter.code());
    }
    return letter.faults().stream()
        .anyMatch(
            fault ->
                equal(stage, member(fault, "stage"))
                    && equal(code, member(fault, "code"))
                    && equal(rule, member(fault, "rule"))
                    && isOnPath(member(fault, "path")));
  }

  private static @Nullable String member(JsonNode fault, String name) {
    return fault.path(name).textValue();
  }

  private boolean isOnPath(@Nullable String found) {
    return path == null
        || (found != null
            && (path.equals(found) || path.equals(found.replaceAll("\\[\\d+]", "[*]"))));
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
