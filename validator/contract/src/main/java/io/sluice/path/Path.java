package io.sluice.path;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path to one place in an event, or with {@code [*]} to several places: {@code a.b}, {@code
 * lines[*].sku}, {@code attrs['odd.name']}, {@code $key.id}, {@code $headers.x}.
 */
public record Path(Root root, List<Step> steps) {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
  private static final Pattern STEP =
      Pattern.compile(
          "\\.?(?<name>[A-Za-z_][A-Za-z0-9_-]*)|\\[(?<star>\\*)]|\\[(?<index>\\d{1,9})]"
              + "|\\['(?<quoted>(?:[^'\\\\]|\\\\.)*)']");

  public Path {
    steps = List.copyOf(steps);
  }

  /**
   * Reads a path.
   *
   * @throws IllegalArgumentException with a message for users, if the text is not a path
   */
  public static Path parse(String text) {
    Root root = Root.MESSAGE;
    int at = 0;
    for (Root candidate : List.of(Root.KEY, Root.HEADERS)) {
      String prefix = candidate.prefix();
      if (text.equals(prefix) || text.startsWith(prefix + ".") || text.startsWith(prefix + "[")) {
        root = candidate;
        at = prefix.length();
      }
    }
    List<Step> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(text);
    while (at < text.length()) {
      boolean dotted = text.charAt(at) == '.';
      boolean first = steps.isEmpty() && root == Root.MESSAGE;
      if (!matcher.region(at, text.length()).lookingAt()
          || (matcher.group("name") != null && dotted == first)) {
        throw new IllegalArgumentException(
            "'"
                + text
                + "' is not a valid path (unexpected character at position "
                + (at + 1)
                + "); write a path like a.b, lines[*].sku, attrs['odd.name'], $key.id, or"
                + " $headers.x");
      }
      steps.add(step(matcher));
      at = matcher.end();
    }
    if (steps.isEmpty() && root == Root.MESSAGE) {
      throw new IllegalArgumentException("a path cannot be empty");
    }
    return new Path(root, steps);
  }

  private static Step step(Matcher matcher) {
    if (matcher.group("name") != null) {
      return new Step.Name(matcher.group("name"));
    }
    if (matcher.group("star") != null) {
      return new Step.Each();
    }
    if (matcher.group("index") != null) {
      return new Step.Index(Integer.parseInt(matcher.group("index")));
    }
    return new Step.Name(matcher.group("quoted").replaceAll("\\\\(.)", "$1"));
  }

  /** The path of a member: {@code a} and {@code b} give {@code a.b}. Special names are quoted. */
  public static String child(String parent, String name) {
    if (PLAIN.matcher(name).matches()) {
      return parent.isEmpty() ? name : parent + "." + name;
    }
    return parent + "['" + name.replace("\\", "\\\\").replace("'", "\\'") + "']";
  }

  /** The path of an element: {@code lines} and 3 give {@code lines[3]}. */
  public static String element(String parent, int index) {
    return parent + "[" + index + "]";
  }

  /** Two parts of a path joined: {@code a} and {@code [3].b} give {@code a[3].b}. */
  public static String join(String parent, String rest) {
    return rest.isEmpty() || rest.startsWith("[") ? parent + rest : parent + "." + rest;
  }

  @Override
  public String toString() {
    String text = root.prefix();
    for (Step step : steps) {
      if (step instanceof Step.Name name) {
        text = child(text, name.name());
      } else if (step instanceof Step.Index index) {
        text = element(text, index.index());
      } else {
        text += "[*]";
      }
    }
    return text;
  }
}
