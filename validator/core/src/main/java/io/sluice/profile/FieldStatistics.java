package io.sluice.profile;

import io.sluice.format.Formats;
import io.sluice.format.Formats.Format;
import io.sluice.type.Struct;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Statistics of one field in a sample. */
final class FieldStatistics {

  /** Kinds of values, named as in the check {@code type}. */
  enum Kind {
    STRING,
    INTEGER,
    NUMBER,
    BOOLEAN,
    ARRAY,
    OBJECT,
    OTHER
  }

  /** The maximum number of values in an enumeration. */
  static final int MOST_VALUES = 12;

  /** Formats that many texts match by chance are not used. */
  private static final Set<String> LOOSE =
      Set.of(
          "json",
          "uri_ref",
          "hostname",
          "integer",
          "decimal",
          "latitude",
          "longitude",
          "credit_card",
          "iso_language");

  private static final int LONGEST = 200;

  private final Set<Kind> kinds = EnumSet.noneOf(Kind.class);
  private final Set<String> values = new LinkedHashSet<>();
  private List<Format> formats =
      Formats.all().stream().filter(format -> !LOOSE.contains(format.name())).toList();
  private long present;
  private long nulls;
  private @Nullable BigDecimal least;
  private @Nullable BigDecimal most;
  private @Nullable String shape;
  private boolean hasShape = true;
  private long items;
  private int fewestItems = Integer.MAX_VALUE;
  private int mostItems;

  void add(@Nullable Object value) {
    present++;
    if (value == null) {
      nulls++;
    } else if (value instanceof String text) {
      kinds.add(Kind.STRING);
      add(text);
    } else if (value instanceof Number number) {
      add(number);
    } else if (value instanceof List<?> list) {
      kinds.add(Kind.ARRAY);
      items += list.size();
      fewestItems = Math.min(fewestItems, list.size());
      mostItems = Math.max(mostItems, list.size());
    } else {
      kinds.add(
          value instanceof Boolean
              ? Kind.BOOLEAN
              : value instanceof Struct ? Kind.OBJECT : Kind.OTHER);
    }
  }

  private void add(String text) {
    if (values.size() <= MOST_VALUES) {
      values.add(text);
    }
    if (!formats.isEmpty()) {
      formats = formats.stream().filter(format -> format.test().test(text)).toList();
    }
    if (hasShape) {
      String own = TextShape.of(text);
      hasShape = own != null && (shape == null || shape.equals(own));
      shape = own;
    }
  }

  private void add(Number number) {
    boolean whole =
        number instanceof Long || number instanceof Integer || number instanceof BigInteger;
    kinds.add(whole ? Kind.INTEGER : Kind.NUMBER);
    if (!Double.isFinite(number.doubleValue()) && !whole && !(number instanceof BigDecimal)) {
      return;
    }
    BigDecimal exact = new BigDecimal(number.toString());
    least = least == null ? exact : least.min(exact);
    most = most == null ? exact : most.max(exact);
  }

  long present() {
    return present;
  }

  long nulls() {
    return nulls;
  }

  /** The single kind of its values. A mix of integers and other numbers counts as numbers. */
  @Nullable Kind kind() {
    if (kinds.equals(EnumSet.of(Kind.INTEGER, Kind.NUMBER))) {
      return Kind.NUMBER;
    }
    return kinds.size() == 1 ? kinds.iterator().next() : null;
  }

  Set<Kind> kinds() {
    return kinds;
  }

  @Nullable BigDecimal least() {
    return least;
  }

  @Nullable BigDecimal most() {
    return most;
  }

  /** The text values, if there are few and each is frequent. */
  List<String> enumeration() {
    boolean few = values.size() <= MOST_VALUES && present - nulls >= 10L * values.size();
    boolean isShort = values.stream().allMatch(value -> value.matches("\\P{Cntrl}{1,60}"));
    return kind() == Kind.STRING && few && isShort ? new ArrayList<>(values) : List.of();
  }

  /** Whether all texts are equal. */
  boolean isConstant() {
    return values.size() == 1;
  }

  /** The format that all texts match, or null. */
  @Nullable String format() {
    return kind() == Kind.STRING && values.size() > 2 && !formats.isEmpty()
        ? formats.get(0).name()
        : null;
  }

  /** A pattern for the common shape of all texts, or null. */
  @Nullable String pattern() {
    return kind() == Kind.STRING && hasShape && shape != null && values.size() > 2 ? shape : null;
  }

  /** A description for readers, without text values. */
  String evidence(long of) {
    StringBuilder text = new StringBuilder();
    text.append(
        kinds.isEmpty()
            ? "always null"
            : String.join(
                " or ",
                kinds.stream()
                    .map(kind -> kind.name().toLowerCase(java.util.Locale.ROOT))
                    .toList()));
    text.append(present == of ? ", always present" : ", present in " + share(present, of));
    text.append(nulls == 0 ? ", never null" : ", null in " + share(nulls, of));
    if (least != null) {
      text.append(", from ").append(plain(least)).append(" to ").append(plain(most));
    }
    if (mostItems > 0) {
      text.append(", ").append(fewestItems).append(" to ").append(mostItems).append(" elements");
    }
    if (kinds.contains(Kind.STRING)) {
      text.append(
          values.size() > MOST_VALUES
              ? ", more than " + MOST_VALUES + " values"
              : ", " + values.size() + (values.size() == 1 ? " value" : " values"));
    }
    return text.toString();
  }

  long items() {
    return items;
  }

  private static String share(long some, long all) {
    return String.format(java.util.Locale.ROOT, "%.1f%%", 100.0 * some / all);
  }

  static String plain(@Nullable BigDecimal number) {
    String text = number == null ? "" : number.toPlainString();
    return text.length() > LONGEST || number == null ? String.valueOf(number) : text;
  }
}
