package io.sluice.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.expression.CelSyntax;
import io.sluice.failure.Problem;
import io.sluice.failure.Problems;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Rules that contracts share. */
class IncludeTest {

  private static final String MONEY =
      """
      apiVersion: sluice/v1alpha1
      kind: RuleSet
      name: money
      parameters: { field: , currencies: [EUR, USD] }
      rules:
        - field: ${field}.value
          gt: 0
          message: ${field} must be positive
        - id: ${field}_currency
          field: ${field}.currency
          in: ${currencies}
      """;

  private final Problems problems = new Problems();

  private Contract parse(String include, String money) {
    String text =
        """
        apiVersion: sluice/v1alpha1
        kind: Contract
        name: orders
        owner: team-checkout
        source: { topics: [orders] }
        table: { name: shop.orders }
        include: %s
        rules:
          - field: id
            not_null: true
        """
            .formatted(include);
    ContractParser parser = new ContractParser(problems, new CelSyntax());
    return Objects.requireNonNull(
        parser.parse(
            "rules/orders.yaml",
            text,
            name -> {
              if (!name.equals("shared/money.yaml")) {
                throw new NoSuchFileException(name);
              }
              return money;
            }));
  }

  @Test
  void parametersAreFilledIn() {
    Contract contract =
        parse(
            "[{ file: shared/money.yaml, with: { field: total, currencies: [CHF] } },"
                + " { file: shared/money.yaml, with: { field: tax } }]",
            MONEY);
    assertThat(contract.rules())
        .extracting(Contract.Rule::id)
        .containsExactly(
            "total.value.gt", "total_currency", "tax.value.gt", "tax_currency", "id.not_null");
    assertThat(contract.rules().get(0).message()).isEqualTo("total must be positive");
    assertThat(contract.rules().get(1).argument().constants())
        .extracting(node -> node.text())
        .containsExactly("CHF");
    assertThat(contract.rules().get(3).argument().constants()).hasSize(2);
    assertThat(contract.files()).containsOnlyKeys("shared/money.yaml");
    assertThat(contract.wholeText())
        .contains("name: orders", "# included: shared/money.yaml", MONEY);
  }

  @Test
  void aChangeOfTheSharedFileIsAnotherVersion() {
    String include = "[{ file: shared/money.yaml, with: { field: total } }]";
    String before = parse(include, MONEY).rulesVersion();
    assertThat(parse(include, MONEY).rulesVersion()).isEqualTo(before);
    assertThat(parse(include, MONEY.replace("gt: 0", "gt: 1")).rulesVersion()).isNotEqualTo(before);
    assertThat(parse(include.replace("total", "tax"), MONEY).rulesVersion()).isNotEqualTo(before);
  }

  @Test
  void mistakesInTheSharedFileAreSaidThere() {
    String broken = MONEY.replace("gt: 0", "gtt: 0").replace("${field}_currency", "${fild}_x");
    Problems found = new Problems();
    new ContractParser(found, new CelSyntax())
        .parse(
            "rules/orders.yaml",
            """
            apiVersion: sluice/v1alpha1
            kind: Contract
            name: orders
            owner: team-checkout
            source: { topics: [orders] }
            table: { name: shop.orders }
            include: [{ file: shared/money.yaml, with: { field: total } }]
            """,
            name -> broken);
    assertThat(found.all())
        .extracting(Problem::toString)
        .isEqualTo(
            List.of(
                "rules/shared/money.yaml:9:9: unknown parameter 'fild'; did you mean 'field'?",
                "rules/shared/money.yaml:7:5: unknown check 'gtt'; did you mean 'gt'?"));
  }
}
