package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/concepts/architecture.md names classes that are there. */
class ArchitecturePageTest {

  private static final Path ROOT = Path.of("../..");
  private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w*[a-z]\\w*)`");

  @Test
  void itsClassesAreThere() throws IOException {
    Set<String> classes;
    try (Stream<Path> files = Files.walk(ROOT.resolve("validator"), 12)) {
      classes =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".java"))
              .map(name -> name.substring(0, name.length() - ".java".length()))
              .collect(Collectors.toSet());
    }
    Set<String> missing = new TreeSet<>();
    Matcher named = CLASS.matcher(Files.readString(ROOT.resolve("docs/concepts/architecture.md")));
    int found = 0;
    while (named.find()) {
      found++;
      missing.add(named.group(1));
    }
    missing.removeAll(classes);
    assertThat(missing).isEmpty();
    assertThat(found).isGreaterThan(50);
  }
}
