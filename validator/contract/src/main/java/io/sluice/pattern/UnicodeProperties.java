package io.sluice.pattern;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.UnicodeSet;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The properties that {@code \p{..}} can use: the general category, the script, and the binary
 * properties that ECMA-262 lists. Names must be spelled exactly.
 *
 * @see <a href="https://tc39.es/ecma262/#table-binary-unicode-properties">ECMA-262, Binary Unicode
 *     property aliases</a>
 */
final class UnicodeProperties {

  private static final Map<String, Integer> BINARY = new TreeMap<>();

  static {
    add(UProperty.ASCII_HEX_DIGIT, "ASCII_Hex_Digit", "AHex");
    add(UProperty.ALPHABETIC, "Alphabetic", "Alpha");
    add(UProperty.BIDI_CONTROL, "Bidi_Control", "Bidi_C");
    add(UProperty.BIDI_MIRRORED, "Bidi_Mirrored", "Bidi_M");
    add(UProperty.CASE_IGNORABLE, "Case_Ignorable", "CI");
    add(UProperty.CASED, "Cased");
    add(UProperty.CHANGES_WHEN_CASEFOLDED, "Changes_When_Casefolded", "CWCF");
    add(UProperty.CHANGES_WHEN_CASEMAPPED, "Changes_When_Casemapped", "CWCM");
    add(UProperty.CHANGES_WHEN_LOWERCASED, "Changes_When_Lowercased", "CWL");
    add(UProperty.CHANGES_WHEN_NFKC_CASEFOLDED, "Changes_When_NFKC_Casefolded", "CWKCF");
    add(UProperty.CHANGES_WHEN_TITLECASED, "Changes_When_Titlecased", "CWT");
    add(UProperty.CHANGES_WHEN_UPPERCASED, "Changes_When_Uppercased", "CWU");
    add(UProperty.DASH, "Dash");
    add(UProperty.DEFAULT_IGNORABLE_CODE_POINT, "Default_Ignorable_Code_Point", "DI");
    add(UProperty.DEPRECATED, "Deprecated", "Dep");
    add(UProperty.DIACRITIC, "Diacritic", "Dia");
    add(UProperty.EMOJI, "Emoji");
    add(UProperty.EMOJI_COMPONENT, "Emoji_Component", "EComp");
    add(UProperty.EMOJI_MODIFIER, "Emoji_Modifier", "EMod");
    add(UProperty.EMOJI_MODIFIER_BASE, "Emoji_Modifier_Base", "EBase");
    add(UProperty.EMOJI_PRESENTATION, "Emoji_Presentation", "EPres");
    add(UProperty.EXTENDED_PICTOGRAPHIC, "Extended_Pictographic", "ExtPict");
    add(UProperty.EXTENDER, "Extender", "Ext");
    add(UProperty.GRAPHEME_BASE, "Grapheme_Base", "Gr_Base");
    add(UProperty.GRAPHEME_EXTEND, "Grapheme_Extend", "Gr_Ext");
    add(UProperty.HEX_DIGIT, "Hex_Digit", "Hex");
    add(UProperty.IDS_BINARY_OPERATOR, "IDS_Binary_Operator", "IDSB");
    add(UProperty.IDS_TRINARY_OPERATOR, "IDS_Trinary_Operator", "IDST");
    add(UProperty.ID_CONTINUE, "ID_Continue", "IDC");
    add(UProperty.ID_START, "ID_Start", "IDS");
    add(UProperty.IDEOGRAPHIC, "Ideographic", "Ideo");
    add(UProperty.JOIN_CONTROL, "Join_Control", "Join_C");
    add(UProperty.LOGICAL_ORDER_EXCEPTION, "Logical_Order_Exception", "LOE");
    add(UProperty.LOWERCASE, "Lowercase", "Lower");
    add(UProperty.MATH, "Math");
    add(UProperty.NONCHARACTER_CODE_POINT, "Noncharacter_Code_Point", "NChar");
    add(UProperty.PATTERN_SYNTAX, "Pattern_Syntax", "Pat_Syn");
    add(UProperty.PATTERN_WHITE_SPACE, "Pattern_White_Space", "Pat_WS");
    add(UProperty.QUOTATION_MARK, "Quotation_Mark", "QMark");
    add(UProperty.RADICAL, "Radical");
    add(UProperty.REGIONAL_INDICATOR, "Regional_Indicator", "RI");
    add(UProperty.S_TERM, "Sentence_Terminal", "STerm");
    add(UProperty.SOFT_DOTTED, "Soft_Dotted", "SD");
    add(UProperty.TERMINAL_PUNCTUATION, "Terminal_Punctuation", "Term");
    add(UProperty.UNIFIED_IDEOGRAPH, "Unified_Ideograph", "UIdeo");
    add(UProperty.UPPERCASE, "Uppercase", "Upper");
    add(UProperty.VARIATION_SELECTOR, "Variation_Selector", "VS");
    add(UProperty.WHITE_SPACE, "White_Space", "space");
    add(UProperty.XID_CONTINUE, "XID_Continue", "XIDC");
    add(UProperty.XID_START, "XID_Start", "XIDS");
  }

  private UnicodeProperties() {}

  private static void add(int property, String... names) {
    for (String name : names) {
      BINARY.put(name, property);
    }
  }

  /** The characters of a property without value, or of a general category; null if unknown. */
  static @Nullable UnicodeSet of(String name) {
    switch (name) {
      case "Any" -> {
        return new UnicodeSet(0, Character.MAX_CODE_POINT);
      }
      case "ASCII" -> {
        return new UnicodeSet(0, 0x7F);
      }
      case "Assigned" -> {
        return new UnicodeSet("[:^Cn:]");
      }
      default -> {}
    }
    Integer binary = BINARY.get(name);
    return binary == null ? category(name) : new UnicodeSet().applyIntPropertyValue(binary, 1);
  }

  /** The characters whose property has a value; null if either is unknown. */
  static @Nullable UnicodeSet of(String name, String value) {
    return switch (name) {
      case "General_Category", "gc" -> category(value);
      case "Script", "sc" -> script(value, UProperty.SCRIPT);
      case "Script_Extensions", "scx" -> script(value, UProperty.SCRIPT_EXTENSIONS);
      default -> null;
    };
  }

  private static @Nullable UnicodeSet category(String value) {
    Integer mask = value(UProperty.GENERAL_CATEGORY_MASK, value);
    return mask == null
        ? null
        : new UnicodeSet().applyIntPropertyValue(UProperty.GENERAL_CATEGORY_MASK, mask);
  }

  private static @Nullable UnicodeSet script(String value, int property) {
    Integer script = value(UProperty.SCRIPT, value);
    if (script == null || script == UScript.KATAKANA_OR_HIRAGANA) {
      return null;
    }
    UnicodeSet characters = new UnicodeSet().applyIntPropertyValue(property, script);
    // ICU knows scripts without characters and without a name in Unicode
    return characters.isEmpty() ? null : characters;
  }

  /** ICU matches names loosely, ignoring case, underscores, and hyphens. */
  private static @Nullable Integer value(int property, String name) {
    int value;
    try {
      value = UCharacter.getPropertyValueEnum(property, name);
    } catch (IllegalArgumentException e) {
      return null;
    }
    try {
      for (int choice = 0; ; choice++) {
        String known = UCharacter.getPropertyValueName(property, value, choice);
        if (name.equals(known)) {
          return value;
        }
      }
    } catch (IllegalArgumentException e) {
      // there are no more names
      return null;
    }
  }
}
