package io.sluice.conform;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Regular expressions of ECMAScript, which JSON Schema has, in the words that our engines know.
 *
 * @see <a href="https://tc39.es/ecma262/#table-unicode-general-category-values">Values of
 *     General_Category</a>
 */
final class EcmaPattern {

  private static final Pattern PROPERTY =
      Pattern.compile(
          "(?<!\\\\)(?<escape>(?:\\\\\\\\)*\\\\[pP])"
              + "\\{(?:(?:General_Category|gc|Script|sc)=)?(?<name>[A-Za-z_]+)}");

  private static final Map<String, String> CATEGORIES =
      Map.ofEntries(
          Map.entry("Letter", "L"),
          Map.entry("Lowercase_Letter", "Ll"),
          Map.entry("Uppercase_Letter", "Lu"),
          Map.entry("Titlecase_Letter", "Lt"),
          Map.entry("Modifier_Letter", "Lm"),
          Map.entry("Other_Letter", "Lo"),
          Map.entry("Mark", "M"),
          Map.entry("Combining_Mark", "M"),
          Map.entry("Nonspacing_Mark", "Mn"),
          Map.entry("Spacing_Mark", "Mc"),
          Map.entry("Enclosing_Mark", "Me"),
          Map.entry("Number", "N"),
          Map.entry("Decimal_Number", "Nd"),
          Map.entry("digit", "Nd"),
          Map.entry("Letter_Number", "Nl"),
          Map.entry("Other_Number", "No"),
          Map.entry("Punctuation", "P"),
          Map.entry("punct", "P"),
          Map.entry("Connector_Punctuation", "Pc"),
          Map.entry("Dash_Punctuation", "Pd"),
          Map.entry("Open_Punctuation", "Ps"),
          Map.entry("Close_Punctuation", "Pe"),
          Map.entry("Initial_Punctuation", "Pi"),
          Map.entry("Final_Punctuation", "Pf"),
          Map.entry("Other_Punctuation", "Po"),
          Map.entry("Symbol", "S"),
          Map.entry("Math_Symbol", "Sm"),
          Map.entry("Currency_Symbol", "Sc"),
          Map.entry("Modifier_Symbol", "Sk"),
          Map.entry("Other_Symbol", "So"),
          Map.entry("Separator", "Z"),
          Map.entry("Space_Separator", "Zs"),
          Map.entry("Line_Separator", "Zl"),
          Map.entry("Paragraph_Separator", "Zp"),
          Map.entry("Other", "C"),
          Map.entry("Control", "Cc"),
          Map.entry("cntrl", "Cc"),
          Map.entry("Format", "Cf"),
          Map.entry("Private_Use", "Co"));

  private EcmaPattern() {}

  /** The same pattern with short names of Unicode properties. */
  static String withShortNames(String regex) {
    return PROPERTY
        .matcher(regex)
        .replaceAll(
            found -> {
              String name = found.group(2);
              return Matcher.quoteReplacement(
                  found.group(1) + "{" + CATEGORIES.getOrDefault(name, name) + "}");
            });
  }
}
