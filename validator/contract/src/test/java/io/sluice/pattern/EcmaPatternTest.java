package io.sluice.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EcmaPatternTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static String mode(String pattern) {
    try {
      return EcmaPattern.compile(pattern).withoutUnicode() == null ? "u" : "";
    } catch (PatternException e) {
      return "!";
    }
  }

  /** What Node says of 2,000 patterns and 10 texts for each; see generate.mjs beside the table. */
  @Test
  void agreesWithNode() throws Exception {
    List<String> wrong = new ArrayList<>();
    int patterns = 0;
    int texts = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Objects.requireNonNull(
                        EcmaPatternTest.class.getResourceAsStream("/patterns/patterns.jsonl.gz"))),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode one = JSON.readTree(line);
        String source = one.path("p").textValue();
        String expected = one.path("m").textValue();
        patterns++;
        if (!mode(source).equals(expected)) {
          wrong.add(source + ": read as '" + mode(source) + "', not '" + expected + "'");
          continue;
        }
        if (expected.equals("!")) {
          continue;
        }
        EcmaPattern pattern = EcmaPattern.compile(source);
        for (int i = 0; i < one.path("t").size(); i++) {
          texts++;
          String text = one.path("t").get(i).textValue();
          boolean isFound = one.path("r").textValue().charAt(i) == '1';
          if (pattern.find(text) != isFound || pattern.findStepByStep(text) != isFound) {
            wrong.add(
                source
                    + " in "
                    + JSON.writeValueAsString(text)
                    + ": must be "
                    + isFound
                    + ", is "
                    + pattern.find(text)
                    + ", step by step "
                    + pattern.findStepByStep(text));
          }
        }
      }
    }
    System.out.println("patterns beside Node: " + patterns + " with " + texts + " texts");
    assertThat(wrong).isEmpty();
    assertThat(patterns).isEqualTo(2_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "(?i:straße) STRAßE true",
        "(?i:a)b AB false",
        "(?i:a(?-i:b)) Ab true",
        "(?i:a(?-i:b)) AB false",
        "^(?:(?<y>\\d{4})-..|..-(?<y>\\d{4}))$ 10-2024 true",
        "^(?:(?<y>a)|(?<y>b))\\k<y>$ bb true",
        "^(?:(?<y>a)|(?<y>b))\\k<y>$ ba false",
      })
  void knowsWhatEcmaScript2025Added(String pattern, String text, boolean isFound) throws Exception {
    assertThat(EcmaPattern.compile(pattern).find(text)).isEqualTo(isFound);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(?i)abc",
        "(?P<n>a)",
        "\\Aa\\z(",
        "(?#note)",
        "[[:alpha:]](",
        "a**",
        "(?<n>a)(?<n>b)"
      })
  void refusesOtherDialects(String pattern) {
    assertThatThrownBy(() -> EcmaPattern.compile(pattern)).isInstanceOf(PatternException.class);
  }

  @Test
  void saysWhatToWriteInstead() {
    assertThatThrownBy(() -> EcmaPattern.compile("(?i)abc")).hasMessageContaining("(?i:...)");
    assertThatThrownBy(() -> EcmaPattern.compile("\\p{IsGreek}("))
        .hasMessageContaining("\\p{Script=Greek}");
  }

  @Test
  void takesLinearTimeWithLookAround() throws Exception {
    EcmaPattern pattern = EcmaPattern.compile("^(?=(a+)+$)(?!.*b.*c)(?:a|aa|aaa)*$");
    assertThat(pattern.find("a".repeat(200_000))).isTrue();
    assertThat(pattern.find("a".repeat(200_000) + "!")).isFalse();
  }

  @Test
  void givesUpOnBackReferences() throws Exception {
    EcmaPattern pattern = EcmaPattern.compile("^(a+)+\\1$");
    assertThatThrownBy(() -> pattern.find("a".repeat(60) + "!"))
        .isInstanceOf(EcmaPattern.TooComplex.class);
  }

  @Test
  void refusesWhatGrowsWithoutEnd() {
    assertThatThrownBy(() -> EcmaPattern.compile("(?:(?:a{1000}){1000}){1000}"))
        .isInstanceOf(PatternException.class)
        .hasMessageContaining("steps");
    assertThatThrownBy(() -> EcmaPattern.compile("(".repeat(5000) + ")".repeat(5000)))
        .isInstanceOf(PatternException.class)
        .hasMessageContaining("nested");
  }

  @Test
  void hasTheUnicodeOfNode() {
    assertThat(EcmaPattern.unicodeVersion()).isEqualTo("17.0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(?:(?:){2147483646}){2147483646}", "(?:(?:a{0}){99999999}){99999999}", "(?:){5}"})
  @Timeout(10)
  void emptyRoundsCostNothing(String pattern) throws Exception {
    assertThat(EcmaPattern.compile(pattern).find("x")).isTrue();
  }

  @Test
  void refusesWhatWouldFillMemory() {
    assertThatThrownBy(() -> EcmaPattern.compile("(?:(?=a{9000})){9000}"))
        .hasMessageContaining("steps");
    assertThatThrownBy(() -> EcmaPattern.compile("\\p{L}".repeat(10_000)))
        .hasMessageContaining("characters");
    assertThat(EcmaPattern.isPattern("a{100001}")).isTrue();
    assertThat(EcmaPattern.isPattern("(".repeat(201) + ")".repeat(201))).isTrue();
    assertThat(EcmaPattern.isPattern("(")).isFalse();
  }

  @Test
  @Timeout(20)
  void givesUpOnManyGroups() throws Exception {
    EcmaPattern pattern = EcmaPattern.compile("^(?:a|" + "(b)".repeat(1000) + ")*\\1c");
    assertThatThrownBy(() -> pattern.find("a".repeat(140_000)))
        .isInstanceOf(EcmaPattern.TooComplex.class);
  }

  @Test
  void refusesScriptsThatUnicodeLacks() {
    assertThatThrownBy(() -> EcmaPattern.compile("\\p{Script=Blis}(")).isNotNull();
    assertThat(mode("^\\p{Script=Blis}$")).isEmpty();
  }
}
