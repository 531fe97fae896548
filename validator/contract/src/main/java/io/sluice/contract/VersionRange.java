package io.sluice.contract;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A range of subject versions, with both ends included: {@code 3}, {@code >=2}, {@code <=4}, {@code
 * 2..4}.
 */
public record VersionRange(int least, int most) {

  private static final Pattern FORM =
      Pattern.compile(
          "(?<sign>>=|<=)?\\s*(?<from>[1-9]\\d{0,8})(\\s*\\.\\.\\s*(?<to>[1-9]\\d{0,8}))?");

  /** Reads a range. Returns null if the text is not a range, or the range is empty. */
  static @Nullable VersionRange parse(String text) {
    Matcher form = FORM.matcher(text.trim());
    if (!form.matches() || (form.group("sign") != null && form.group("to") != null)) {
      return null;
    }
    int from = Integer.parseInt(form.group("from"));
    if (form.group("to") != null) {
      int to = Integer.parseInt(form.group("to"));
      return to < from ? null : new VersionRange(from, to);
    }
    if (form.group("sign") == null) {
      return new VersionRange(from, from);
    }
    return form.group("sign").equals(">=")
        ? new VersionRange(from, Integer.MAX_VALUE)
        : new VersionRange(1, from);
  }

  public boolean includes(int version) {
    return version >= least && version <= most;
  }

  @Override
  public String toString() {
    if (most == Integer.MAX_VALUE) {
      return ">=" + least;
    }
    return least == most ? "" + least : least + ".." + most;
  }
}
