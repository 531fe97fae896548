package io.sluice.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.CheckName;
import io.sluice.fault.Code;
import io.sluice.fault.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every fault code has a line in the corpus or another test, and lines name no other codes. */
class FaultCodesTest {

  /** Codes that need more than a contract and an event of a line, with the tests of them. */
  private static final Map<Code, String> ELSEWHERE =
      Map.of(
          // megabytes
          Code.TOO_LARGE, "HostileIT",
          // a person
          Code.SKIPPED_BY_OPERATOR, "HoldIT",
          // a defect
          Code.INTERNAL_ERROR, "InternalErrorTest",
          // a table that is there already
          Code.NO_COLUMN, "EvolutionIT",
          Code.INCOMPATIBLE_TYPE, "EvolutionIT");

  /**
   * A fault of a line.
   *
   * @param place the case and the event
   */
  private record Line(String place, String stage, String code) {}

  private static List<Line> lines() throws IOException {
    return Corpus.read(Path.of("../../corpus")).stream()
        .flatMap(one -> one.events().stream().flatMap(event -> lines(one, event)))
        .toList();
  }

  private static Stream<Line> lines(Corpus.Case one, Corpus.Event event) {
    return event.faults().stream()
        .map(fault -> fault.split(" ", 3))
        .map(parts -> new Line(one.name() + ": " + event.name(), parts[0], parts[1]));
  }

  /** Codes of rules and keywords are others than these. */
  private static Set<String> codes() {
    return Stream.of(Code.values()).map(Code::label).collect(Collectors.toSet());
  }

  @Test
  void everyCodeIsInTheCorpusOrHasAnotherTest() throws IOException {
    Set<String> found = lines().stream().map(Line::code).collect(Collectors.toSet());
    Set<String> missing = new TreeSet<>(codes());
    missing.removeAll(found);
    assertThat(missing)
        .containsExactlyInAnyOrderElementsOf(ELSEWHERE.keySet().stream().map(Code::label).toList());
  }

  @Test
  void everyCheckFailsOnALineOfTheCorpus() throws IOException {
    Set<String> found = lines().stream().map(Line::code).collect(Collectors.toSet());
    Set<String> missing =
        Stream.of(CheckName.values())
            .map(CheckName::label)
            .collect(Collectors.toCollection(TreeSet::new));
    missing.removeAll(found);
    assertThat(missing).isEmpty();
  }

  @Test
  void everyFaultOfTheCorpusHasACodeOfItsStage() throws IOException {
    Map<String, Set<String>> byStage =
        Arrays.stream(Code.values())
            .collect(
                Collectors.groupingBy(
                    code -> code.stage().label(),
                    Collectors.mapping(Code::label, Collectors.toSet())));
    Stream.of(CheckName.values())
        .forEach(check -> byStage.get(Stage.RULES.label()).add(check.label()));
    for (Line line : lines()) {
      if (line.stage().equals(Stage.CONFORM.label())) {
        assertThat(codes()).as(line.place()).doesNotContain(line.code());
      } else {
        assertThat(byStage).as(line.place()).containsKey(line.stage());
        assertThat(byStage.get(line.stage())).as(line.place()).contains(line.code());
      }
    }
  }

  @Test
  void otherTestsNameTheirCodes() throws IOException {
    for (Map.Entry<Code, String> entry : ELSEWHERE.entrySet()) {
      Code code = entry.getKey();
      assertThat(source(entry.getValue()))
          .as(entry.getValue())
          .containsPattern("\\b(" + code.label() + "|Code\\." + code.name() + ")\\b");
    }
  }

  /** The text of a test class of any module. */
  private static String source(String name) throws IOException {
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      for (Path tests : modules.map(module -> module.resolve("src/test/java")).toList()) {
        if (Files.isDirectory(tests)) {
          try (Stream<Path> files = Files.walk(tests)) {
            Path file = files.filter(one -> one.endsWith(name + ".java")).findFirst().orElse(null);
            if (file != null) {
              return Files.readString(file);
            }
          }
        }
      }
    }
    throw new IOException("there is no test " + name);
  }
}
