package io.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.expression.CelSyntax;
import io.sluice.failure.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ContractJsonTest {

  private static final Path REPOSITORY = Path.of("../..").toAbsolutePath().normalize();

  private static final List<Path> FOLDERS =
      List.of(
          REPOSITORY.resolve("rules"),
          REPOSITORY.resolve("corpus"),
          REPOSITORY.resolve("corpus-columns"),
          REPOSITORY.resolve("corpus-lint"),
          REPOSITORY.resolve("deploy"),
          REPOSITORY.resolve("validator/core/src/test/resources/mistakes"),
          REPOSITORY.resolve("validator/cli/src/test/resources/messages"));

  /** Those without mistakes. */
  private static Stream<Contract> contracts() throws IOException {
    Stream<Path> files = Stream.empty();
    for (Path folder : FOLDERS) {
      try (Stream<Path> all = Files.walk(folder)) {
        List<Path> yaml = all.filter(file -> file.toString().endsWith(".yaml")).toList();
        files = Stream.concat(files, yaml.stream());
      }
    }
    return files
        .map(file -> new ContractParser(new Problems(), new CelSyntax()).parse(file))
        .flatMap(Stream::ofNullable);
  }

  @Test
  void aContractThatIsReadBackIsTheSame() throws IOException {
    List<Contract> all = contracts().toList();
    assertThat(all).hasSizeGreaterThan(80);
    assertThat(all)
        .allSatisfy(
            contract -> {
              String json = ContractJson.write(contract);
              Contract read = ContractJson.read(json);
              assertThat(read).isEqualTo(contract);
              assertThat(ContractJson.write(read)).isEqualTo(json);
              assertThat(read.wholeText()).isEqualTo(contract.wholeText());
              assertThat(RulesVersion.of(read)).isEqualTo(contract.rulesVersion());
            });
  }

  @Test
  void membersAreSortedAndDigitsKept() {
    Contract contract = TestContract.with("rules: [{ field: x, between: [0x10, 1.50] }]\n");
    assertThat(ContractJson.fingerprinted(contract))
        .startsWith("{\"deadLetterTopic\":\"{topic}.dlq\",\"key\":{\"format\":\"BYTES\"}")
        .contains(
            "\"argument\":{\"range\":{\"least\":{\"number\":\"0x10\"},"
                + "\"most\":{\"number\":\"1.50\"}}},\"check\":\"BETWEEN\"");
  }

  @Test
  void onlyWhatDecidesVerdictsAndRowsIsInTheRulesVersion() {
    String rule = "rules: [{ field: x, not_null: true }]\n";
    String version = TestContract.with(rule).rulesVersion();
    assertThat(TestContract.with("# moved\ncontact: us\nbreaker: { least: 5 }\n" + rule))
        .extracting(Contract::rulesVersion)
        .isEqualTo(version);
    assertThat(TestContract.with("rules: [{ not_null: True, id: x.not_null, field: 'x' }]\n"))
        .extracting(Contract::rulesVersion)
        .isEqualTo(version);
    assertThat(TestContract.with("deadLetter: { topic: other }\n" + rule))
        .extracting(Contract::rulesVersion)
        .isNotEqualTo(version);
  }
}
