package io.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContractDifferenceTest {

  private static final String RULES =
      """
      rules:
        - { field: amount, gt: 0 }
        - { field: currency, in: [EUR, USD], onFailure: warn }
      """;

  private static List<String> between(String one, String other) {
    return ContractDifference.between(TestContract.with(one), TestContract.with(other));
  }

  @Test
  void whereAndHowSomethingIsWrittenMakesNoDifference() {
    assertThat(between(RULES, "# a comment\nmode: enforce\n" + RULES)).isEmpty();
  }

  @Test
  void whatDiffersIsNamedByItsPath() {
    assertThat(between(RULES, RULES.replace("gt: 0", "gt: 1")))
        .containsExactly("rules[amount.gt].argument");
    assertThat(between(RULES, RULES.replace("warn", "reject") + "mode: observe\n"))
        .containsExactly("mode", "rules[currency.in].onFailure");
    assertThat(between(RULES, "key: { column: k }\nbreaker: { least: 5 }\n" + RULES))
        .containsExactly("breaker.least", "key.column");
    assertThat(between(RULES, RULES.replace("gt: 0", "gte: 0")))
        .containsExactly("rules[amount.gt]", "rules[amount.gte]");
  }

  @Test
  void theOrderOfRulesIsADifference() {
    String turned =
        """
        rules:
          - { field: currency, in: [EUR, USD], onFailure: warn }
          - { field: amount, gt: 0 }
        """;
    assertThat(between(RULES, turned)).containsExactly("rules");
  }
}
