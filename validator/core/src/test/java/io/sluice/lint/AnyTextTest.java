package io.sluice.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.failure.Problems;
import io.sluice.language.SchemaFolder;
import io.sluice.yaml.YamlFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.junit.jupiter.api.Test;

/** Whatever a contract file holds, lint ends with findings and never with an exception. */
class AnyTextTest {

  private static final Path SAMPLES = Path.of("src/test/resources/mistakes");
  private static final String[] PIECES = {
    "\t",
    "\u0000",
    "*a",
    "&a",
    "!!int ",
    "- ",
    "? ",
    ": ",
    "{",
    "}",
    "[",
    "]",
    "'",
    "\"",
    "|",
    ">",
    "1e999999999",
    "0x",
    "NaN",
    "${x}",
    "<<: *a",
    "\u2028",
    "\ud83d\ude00",
    "~",
    "%",
    "@",
    "---\n",
    "#"
  };

  @SuppressWarnings("NullAway.Init") // before the first try
  private static Path folder;

  @BeforeContainer
  static void make() throws IOException {
    folder = Files.createTempDirectory("sluice-any-text");
  }

  @AfterContainer
  static void remove() throws IOException {
    Files.deleteIfExists(folder.resolve("a.yaml"));
    Files.delete(folder);
  }

  @Property(tries = 400)
  void mutatedContracts(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    String[] names = {"top", "rules", "types", "idle", "include", "pattern"};
    StringBuilder text =
        new StringBuilder(
            Files.readString(SAMPLES.resolve(names[random.nextInt(names.length)] + ".yaml")));
    for (int i = random.nextInt(8); i >= 0; i--) {
      int at = random.nextInt(text.length());
      if (random.nextBoolean()) {
        text.insert(at, PIECES[random.nextInt(PIECES.length)]);
      } else {
        text.delete(at, Math.min(text.length() - 1, at + random.nextInt(40)));
      }
    }
    lint(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 200)
  void anyBytes(@ForAll byte[] bytes) throws IOException {
    lint(bytes);
  }

  private static int lint(byte[] bytes) throws IOException {
    Path file = folder.resolve("a.yaml");
    Files.write(file, bytes);
    return new Linter(new SchemaFolder(SAMPLES.resolve("schemas"))).lint(List.of(file)).size();
  }

  /** A YAML reader that reads in pieces must not cut a character of two UTF-16 units in two. */
  @Test
  void anEmojiMayStandAnywhere() {
    String line = "name: \ud83d\ude00 waves\n";
    for (int before = 0; before < 5000; before++) {
      String text = "#" + "x".repeat(before) + "\n" + line;
      Problems problems = new Problems();
      assertThat(YamlFile.read("a.yaml", text, problems)).isNotNull();
      assertThat(problems.all()).as("after %d characters", before).isEmpty();
    }
  }

  /** Nine levels of nine aliases are a billion values. */
  @Test
  void aBombIsRefused() throws IOException {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
    for (int level = 1; level < 10; level++) {
      bomb.append("a").append(level).append(": &a").append(level).append(" [");
      bomb.append(("*a" + (level - 1) + ", ").repeat(8))
          .append("*a")
          .append(level - 1)
          .append("]\n");
    }
    Path own = Files.createTempFile("sluice-bomb", ".yaml");
    Files.writeString(own, bomb);
    assertThat(new Linter(null).lint(List.of(own)))
        .singleElement()
        .satisfies(
            finding -> assertThat(finding.problem().message()).contains("aliases expand to"));
    Files.delete(own);
  }
}
