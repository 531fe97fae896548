package io.sluice.replay;

import io.sluice.failure.Problems;
import io.sluice.failure.SetUpException;
import io.sluice.fix.Fix;
import io.sluice.letters.LetterFilter;
import io.sluice.letters.State;
import io.sluice.yaml.YamlFile;
import io.sluice.yaml.YamlNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads plans and reports all problems of a file at once. */
public final class PlanParser {

  /** The keys that only inform readers. */
  private static final Set<String> NOT_IN_DIGEST =
      Set.of("created", "selected", "causes", "leftOut", "name", "description", "tests");

  /** The order of letters. */
  enum Order {
    NONE,
    KEY
  }

  /** The states of letters that a plan can select. */
  public enum Selectable {
    OPEN(State.OPEN),
    PARKED(State.PARKED);

    private final State state;

    Selectable(State state) {
      this.state = state;
    }

    public State state() {
      return state;
    }
  }

  private PlanParser() {}

  /**
   * Reads a plan.
   *
   * @throws SetUpException if it cannot be read or has problems
   */
  public static ReplayPlan read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new SetUpException(
          "cannot read plan '" + file + "': it does not exist, or it is not a text file");
    }
    Problems problems = new Problems();
    YamlNode root = YamlFile.read(file.toString(), text, problems);
    ReplayPlan plan = root == null ? null : parse(file, root);
    problems.throwIfAny();
    if (plan == null) {
      throw new IllegalStateException("no plan and no problem");
    }
    return plan;
  }

  private static @Nullable ReplayPlan parse(Path file, YamlNode root) {
    require(root, "apiVersion", "sluice/v1alpha1");
    require(root, "kind", "ReplayPlan");
    YamlNode letters = root.required("letters");
    String topic = letters == null ? "" : letters.requiredText("topic");
    Map<Integer, Long> until = new TreeMap<>();
    YamlNode ends = letters == null ? null : letters.required("until");
    if (ends != null) {
      ends.members().forEach((partition, end) -> until(partition, end, until));
    }
    if (letters != null) {
      letters.refuseOthers();
    }
    LetterFilter filter = filter(root.member("select"));
    YamlNode attempts = root.member("maxAttempts");
    boolean isCount = attempts == null || attempts.text().matches("[1-9][0-9]{0,5}");
    if (attempts != null && !isCount) {
      attempts.problem("'maxAttempts' must be a whole number from 1 to 999999");
    }
    YamlNode selected = root.member("selected");
    ReplayPlan plan =
        new ReplayPlan(
            file.toString(),
            root.requiredText("name"),
            topic,
            until,
            filter,
            root.choice("state", Selectable.class, Selectable.OPEN).state(),
            root.text("target", ReplayPlan.TARGET),
            root.choice("order", Order.class, Order.NONE) == Order.KEY,
            attempts == null || !isCount
                ? ReplayPlan.MAX_ATTEMPTS
                : Integer.parseInt(attempts.text()),
            texts(root.member("rules")),
            Fix.parse(root.member("fix")),
            texts(root.member("payloads")),
            selected != null && selected.text().matches("\\d{1,18}")
                ? Long.parseLong(selected.text())
                : 0,
            digest(root));
    for (String forPeople : NOT_IN_DIGEST) {
      root.member(forPeople);
    }
    root.refuseOthers();
    return plan;
  }

  private static void require(YamlNode root, String member, String expected) {
    YamlNode node = root.required(member);
    if (node != null && !node.text().equals(expected)) {
      node.problem("'" + member + "' must be '" + expected + "'");
    }
  }

  private static void until(String partition, YamlNode end, Map<Integer, Long> into) {
    if (partition.matches("\\d{1,9}") && end.text().matches("\\d{1,18}")) {
      into.put(Integer.valueOf(partition), Long.valueOf(end.text()));
    } else {
      end.problem(
          "'until' must specify an offset for each partition, for example { 0: 1200, 1: 1187 }");
    }
  }

  private static LetterFilter filter(@Nullable YamlNode select) {
    Map<String, String> conditions = texts(select);
    try {
      return LetterFilter.of(conditions);
    } catch (IllegalArgumentException e) {
      if (select != null) {
        select.problem(String.valueOf(e.getMessage()));
      }
      return LetterFilter.of(Map.of());
    }
  }

  private static Map<String, String> texts(@Nullable YamlNode mapping) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (mapping != null && mapping.requireMapping()) {
      mapping.members().forEach((name, value) -> texts.put(name, value.text()));
    }
    return texts;
  }

  private static String digest(YamlNode root) {
    try {
      byte[] text = root.canonicalWithout(NOT_IN_DIGEST).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
