package io.sluice.expression;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.re2j.Pattern;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import io.sluice.format.Formats;
import io.sluice.format.Formats.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * {@code matches}, with each pattern compiled once, and a test for each named form of text: {@code
 * isEmail(message.a)} or {@code message.a.isEmail()}.
 */
@SuppressWarnings("Immutable") // the functions given here keep no state
final class TextFunctions {

  private static final int LARGEST_PATTERN = 5_000;

  private static final Cache<String, Pattern> PATTERNS =
      CacheBuilder.newBuilder().maximumSize(10_000).build();

  private TextFunctions() {}

  /** The functions and what they test, by name. */
  static SortedMap<String, Predicate<String>> tests() {
    SortedMap<String, Predicate<String>> tests = new TreeMap<>();
    for (Format format : Formats.all()) {
      tests.put(name(format), format.test());
    }
    tests.put("isIp", test("ipv4").or(test("ipv6")));
    return tests;
  }

  /** As CEL writes names: {@code isPhoneE164} for {@code phone_e164}. */
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

  /** {@code matches} stands in for the standard function of that name. */
  static List<CelFunctionBinding> bindings() {
    List<CelFunctionBinding> bindings = new ArrayList<>();
    bindings.add(
        CelFunctionBinding.from("matches", String.class, String.class, TextFunctions::matches));
    bindings.add(
        CelFunctionBinding.from(
            "matches_string", String.class, String.class, TextFunctions::matches));
    tests()
        .forEach(
            (name, test) -> {
              bindings.add(CelFunctionBinding.from(name, String.class, test::test));
              bindings.add(CelFunctionBinding.from(name + "_member", String.class, test::test));
            });
    return bindings;
  }

  private static boolean matches(String text, String regex) {
    Pattern pattern = PATTERNS.getIfPresent(regex);
    if (pattern == null) {
      pattern = Pattern.compile(regex);
      if (pattern.programSize() > LARGEST_PATTERN) {
        throw new IllegalArgumentException("the pattern is too large");
      }
      PATTERNS.put(regex, pattern);
    }
    return pattern.matcher(text).find();
  }
}
