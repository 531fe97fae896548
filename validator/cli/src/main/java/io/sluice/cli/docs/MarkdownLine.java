package io.sluice.cli.docs;

import io.sluice.cli.output.Paint;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Markdown within a line: code, links, emphasis. */
final class MarkdownLine {

  private static final Pattern CODE = Pattern.compile("`+([^`]+)`+");
  private static final Pattern PLACEHOLDER = Pattern.compile("\u0001(\\d+)\u0001");
  private static final Pattern IMAGE = Pattern.compile("!\\[[^\\]]*\\]\\([^)]*\\)");
  private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)\\]\\(([^)\\s]*)\\)");
  private static final Pattern STRONG = Pattern.compile("\\*\\*([^*]+)\\*\\*");
  private static final Pattern EMPHASIS =
      Pattern.compile("(?<![\\w*])[*_]([^*_\\s][^*_]*)[*_](?!\\w)");
  private static final Pattern ESCAPE = Pattern.compile("\\\\([\\\\`*_|<>#\\[\\]-])");
  private static final Pattern TAG =
      Pattern.compile(
          "</?(a|b|br|details|div|em|i|img|kbd|p|span|strong|sub|summary|sup)\\b[^>]*>");

  private MarkdownLine() {}

  static boolean isFence(String line) {
    return line.stripLeading().startsWith("```");
  }

  /** The text without Markdown characters. */
  static String plain(String markdown) {
    return laid(markdown, new Paint(false)).replace("`", "");
  }

  static String withoutTags(String markdown) {
    return TAG.matcher(markdown).replaceAll("").strip();
  }

  /** Text for a screen: code keeps its backticks if the screen has no colors. */
  static String laid(String markdown, Paint paint) {
    List<String> code = CODE.matcher(markdown).results().map(MatchResult::group).toList();
    int[] count = {0};
    String text = CODE.matcher(markdown).replaceAll(found -> "\u0001" + count[0]++ + "\u0001");
    text = IMAGE.matcher(text).replaceAll("");
    text = LINK.matcher(text).replaceAll(MarkdownLine::link);
    text = TAG.matcher(text).replaceAll("");
    text = STRONG.matcher(text).replaceAll(found -> quoted(paint.bold(found.group(1))));
    text = EMPHASIS.matcher(text).replaceAll("$1");
    text = ESCAPE.matcher(text).replaceAll("$1");
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ");
    text = text.replace("&amp;", "&");
    return PLACEHOLDER
        .matcher(text)
        .replaceAll(found -> quoted(code(code.get(Integer.parseInt(found.group(1))), paint)))
        .strip();
  }

  private static String code(String span, Paint paint) {
    return paint.isOn() ? paint.cyan(CODE.matcher(span).replaceAll("$1")) : span;
  }

  /** Links to other pages do not work in a terminal. */
  private static String link(MatchResult link) {
    String text = link.group(1);
    String address = link.group(2);
    boolean isShown = address.startsWith("http") && !address.equals(text);
    return quoted(isShown ? text + " (" + address + ")" : text);
  }

  private static String quoted(String replacement) {
    return Matcher.quoteReplacement(replacement);
  }
}
