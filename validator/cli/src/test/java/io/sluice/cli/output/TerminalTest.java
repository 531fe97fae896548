package io.sluice.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Colors and widths follow what users set, and what they look at. */
class TerminalTest {

  @Test
  void colorsAreForTerminalsUnlessSomebodyWantsItOtherwise() {
    assertThat(hasColor(Map.of(), true)).isTrue();
    assertThat(hasColor(Map.of(), false)).isFalse();
    assertThat(hasColor(Map.of("NO_COLOR", "1"), true)).isFalse();
    assertThat(hasColor(Map.of("NO_COLOR", ""), true)).isTrue();
    assertThat(hasColor(Map.of("CLICOLOR", "0"), true)).isFalse();
    assertThat(hasColor(Map.of("CLICOLOR", "1"), false)).isFalse();
    assertThat(hasColor(Map.of("CLICOLOR_FORCE", "1"), false)).isTrue();
    assertThat(hasColor(Map.of("CLICOLOR_FORCE", "0"), false)).isFalse();
    assertThat(hasColor(Map.of("CLICOLOR_FORCE", "1", "NO_COLOR", "1"), true)).isFalse();
    assertThat(hasColor(Map.of("TERM", "dumb"), true)).isFalse();
  }

  private static boolean hasColor(Map<String, String> environment, boolean isTerminal) {
    return Terminal.of(environment, isTerminal, 80).hasColor();
  }

  @Test
  void columnsSayHowWideItIs() {
    assertThat(Terminal.of(Map.of(), true, 132).width()).isEqualTo(132);
    assertThat(Terminal.of(Map.of("COLUMNS", "100"), true, 132).width()).isEqualTo(100);
    assertThat(Terminal.of(Map.of("COLUMNS", "wide"), true, 132).width()).isEqualTo(132);
    assertThat(Terminal.of(Map.of("COLUMNS", "3"), true, 132).width()).isEqualTo(55);
  }

  @Test
  void proseBreaksBetweenWords() {
    assertThat(Prose.wrap("one two  three", 7)).containsExactly("one two", "three");
    assertThat(Prose.wrap("a-word-that-is-too-long b", 5))
        .containsExactly("a-word-that-is-too-long", "b");
    assertThat(Prose.wrap(new Paint(true).red("one") + " two", 7)).hasSize(1);
    assertThat(Prose.reflow(List.of("one", "two", "", "  kept   as is"), 80))
        .containsExactly("one two", "", "  kept   as is");
    assertThat(Prose.hang("  label", 10, "one two three", 16))
        .containsExactly("  label   one", "          two", "          three");
    assertThat(Prose.hang("  a longer label", 10, "one", 16))
        .containsExactly("  a longer label", "          one");
  }
}
