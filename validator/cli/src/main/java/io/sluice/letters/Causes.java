package io.sluice.letters;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.offset.Coordinates;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Letters grouped by cause: by their first fault, regardless of its index in a list. */
public final class Causes {

  /**
   * The maximum number of causes that are counted separately; the rest are counted together,
   * because paths can contain any name.
   */
  private static final int MOST = 1_000;

  private static final Cause OTHERS = new Cause("-", "-", "(others)", "-", "-");

  /** The cause of a death; a dash stands for an unknown part. */
  public record Cause(String contract, String stage, String code, String rule, String path) {

    /** The cause of a letter. */
    public static Cause of(Letter letter) {
      List<JsonNode> faults = letter.faults();
      String rule = faults.isEmpty() ? null : faults.get(0).path("rule").textValue();
      String path = faults.isEmpty() ? null : faults.get(0).path("path").textValue();
      return new Cause(
          orDash(letter.contract()),
          letter.stage(),
          letter.code(),
          orDash(rule),
          path == null ? "-" : path.replaceAll("\\[\\d+]", "[*]"));
    }

    private static String orDash(@org.jspecify.annotations.Nullable String text) {
      return text == null ? "-" : text;
    }
  }

  /**
   * The letters that share a cause.
   *
   * @param first time of the earliest death, milliseconds since the epoch
   * @param last time of the latest death
   * @param example the ID of its first letter
   */
  public record Group(Cause cause, long count, long first, long last, Coordinates example) {}

  private final Map<Cause, Group> groups = new HashMap<>();
  private long total;

  /** Adds a letter to the group of its cause. */
  public void add(Letter letter) {
    total++;
    Cause cause = Cause.of(letter);
    Cause kept = groups.size() < MOST || groups.containsKey(cause) ? cause : OTHERS;
    long at = letter.diedAt();
    groups.merge(
        kept,
        new Group(kept, 1, at, at, letter.id()),
        (before, one) ->
            new Group(
                kept,
                before.count() + 1,
                Math.min(before.first(), at),
                Math.max(before.last(), at),
                before.example()));
  }

  public long total() {
    return total;
  }

  /** The groups, largest first. */
  public List<Group> groups() {
    return groups.values().stream()
        .sorted(
            Comparator.comparingLong(Group::count)
                .reversed()
                .thenComparing(group -> group.cause().toString()))
        .toList();
  }
}
