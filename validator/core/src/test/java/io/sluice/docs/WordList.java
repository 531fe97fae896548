package io.sluice.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rules for words that every text follows. */
final class WordList {

  static final int MOST_WORDS = 45;

  private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?;:])\\s+|\\n\\s*\\n");

  private record Refused(Pattern words, String instead) {}

  private final List<Refused> refused;

  WordList() throws IOException {
    try (Stream<String> lines =
        Files.lines(Path.of("src", "test", "resources", "words", "refused.txt"))) {
      refused =
          lines
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(line -> line.split("\t", 2))
              .map(
                  parts ->
                      new Refused(Pattern.compile(parts[0], Pattern.CASE_INSENSITIVE), parts[1]))
              .toList();
    }
  }

  /** What is wrong with a text, a line for each fault. */
  List<String> faults(Text text) {
    List<String> faults = new ArrayList<>();
    String words = text.words().replaceAll("\\s+", " ");
    for (Refused one : refused) {
      Matcher found = one.words().matcher(words);
      if (found.find()) {
        faults.add(
            "%s: write '%s' instead of '%s' in: %s"
                .formatted(
                    text.where(), one.instead(), found.group(), around(words, found.start())));
      }
    }
    for (String sentence : SENTENCE_END.split(text.words())) {
      int count = sentence.strip().split("\\s+").length;
      if (count > MOST_WORDS) {
        faults.add(
            "%s: a sentence of %d words; the limit is %d: %s"
                .formatted(text.where(), count, MOST_WORDS, around(sentence.strip(), 0)));
      }
    }
    return faults;
  }

  private static String around(String words, int at) {
    int from = Math.max(0, at - 40);
    return words.substring(from, Math.min(words.length(), from + 120)).replace('\n', ' ').strip();
  }
}
