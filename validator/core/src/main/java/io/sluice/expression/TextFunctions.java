package io.sluice.expression;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import io.sluice.format.Formats;
import io.sluice.format.Formats.Format;
import io.sluice.format.Rfc3339;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A test function for each text format, {@code isEmail(message.a)} or {@code message.a.isEmail()},
 * and timestamps from text.
 */
@SuppressWarnings("Immutable") // the functions given here keep no state
final class TextFunctions {

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  private TextFunctions() {}

  /** The functions and their tests, by name. */
  static SortedMap<String, Predicate<String>> tests() {
    SortedMap<String, Predicate<String>> tests = new TreeMap<>();
    for (Format format : Formats.all()) {
      tests.put(name(format), format.test());
    }
    tests.put("isIp", test("ipv4").or(test("ipv6")));
    return tests;
  }

  /** The name in CEL notation: {@code isPhoneE164} for {@code phone_e164}. */
  static String name(Format format) {
    StringBuilder name = new StringBuilder("is");
    for (String word : format.name().split("_")) {
      name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    return name.toString();
  }

  private static Predicate<String> test(String format) {
    Format known = Formats.of(format);
    if (known == null) {
      throw new IllegalStateException("no format " + format);
    }
    return known.test();
  }

  static List<CelFunctionDecl> declarations() {
    List<CelFunctionDecl> declarations = new ArrayList<>();
    for (String name : tests().keySet()) {
      declarations.add(
          CelFunctionDecl.newFunctionDeclaration(
              name,
              CelOverloadDecl.newGlobalOverload(name, SimpleType.BOOL, SimpleType.STRING),
              CelOverloadDecl.newMemberOverload(
                  name + "_member", SimpleType.BOOL, SimpleType.STRING)));
    }
    return declarations;
  }

  static List<CelFunctionBinding> bindings() {
    List<CelFunctionBinding> bindings = new ArrayList<>();
    bindings.add(
        CelFunctionBinding.from("string_to_timestamp", String.class, TextFunctions::timestamp));
    tests()
        .forEach(
            (name, test) -> {
              for (String overload : List.of(name, name + "_member")) {
                bindings.add(
                    CelFunctionBinding.from(
                        overload,
                        String.class,
                        text -> {
                          Budget.spend(text.length());
                          return test.test(text);
                        }));
              }
            });
    return bindings;
  }

  /** Accepts the format {@code date_time}, from the year 1, which is CEL's first year. */
  private static Instant timestamp(String text) {
    Budget.spend(text.length());
    Instant instant = Rfc3339.instant(text);
    if (instant == null || instant.isBefore(FIRST) || instant.isAfter(LAST)) {
      throw new IllegalArgumentException("not an RFC 3339 date-time");
    }
    return instant;
  }
}
