package io.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.expression.CelSyntax;
import io.sluice.failure.Problem;
import io.sluice.failure.Problems;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverlapTest {

  private static Contract contract(String name, String source) {
    String text =
        """
        apiVersion: sluice/v1alpha1
        kind: Contract
        name: %s
        owner: team
        source: { %s }
        table: { name: shop.%s }
        """
            .formatted(name, source, name);
    Problems problems = new Problems();
    Contract contract =
        new ContractParser(problems, new CelSyntax()).parse(name + ".yaml", text, file -> "");
    problems.throwIfAny();
    if (contract == null) {
      throw new IllegalStateException("no contract");
    }
    return contract;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "topics: [a] | topics: [b] | NONE",
        "topics: [a] | topics: [b, a] | CERTAIN",
        "topics: [a] | 'topics: [a], match: { recordName: x }' | CERTAIN",
        "'topics: [a], match: { recordName: y }' | 'topics: [a], match: { recordName: x }' | NONE",
        "'topics: [a], match: { field: { t: 1 } }' | 'topics: [a], match: { field: { t: 2 } }' | NONE",
        "'topics: [a], match: { field: { t: 1 } }' | 'topics: [a], match: { field: { u: 2 } }' | POSSIBLE",
        "'topics: [a], match: { header: { h: 1 } }' | 'topics: [a], match: { recordName: x }' | POSSIBLE",
        "'topics: [a], match: { header: { h: 1 } }' | 'topics: [a], match: { recordName: x, header: { h: 1 } }' | CERTAIN",
        "topicPattern: 'shop\\..*' | topics: [shop.orders] | CERTAIN",
        "topicPattern: 'shop\\..*' | topics: [orders] | NONE",
        "topicPattern: 'shop\\..*' | topicPattern: 'shop\\..*' | CERTAIN",
      })
  void isWhatTheContractsTell(String one, String other, Overlap expected) {
    Contract a = contract("a", one);
    Contract b = contract("b", other);
    assertThat(Overlap.of(a, b)).isEqualTo(expected);
    assertThat(Overlap.of(b, a)).isEqualTo(expected);
    Problems problems = new Problems();
    ContractAgreement.check(List.of(a, b), problems);
    assertThat(problems.all().stream().map(Problem::file).toList())
        .isEqualTo(expected == Overlap.CERTAIN ? List.of("a.yaml", "b.yaml") : List.of());
    assertThat(ContractAgreement.doubts(List.of(a, b)))
        .hasSize(expected == Overlap.POSSIBLE ? 1 : 0);
  }
}
