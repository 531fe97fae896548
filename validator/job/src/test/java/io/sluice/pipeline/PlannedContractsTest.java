package io.sluice.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Contract;
import io.sluice.contract.ContractParser;
import io.sluice.expression.CelSyntax;
import io.sluice.failure.Problems;
import java.util.List;
import java.util.Objects;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;

class PlannedContractsTest {

  @Test
  void contractsArriveAsTheyLeftAndAreReadOnce() throws Exception {
    String text =
        """
        apiVersion: sluice/v1alpha1
        kind: Contract
        name: orders
        owner: me
        source: { topics: [orders] }
        table: { name: shop.orders, partitionBy: [day(at)] }
        rules:
          - { field: amount, between: [0.10, 100], when: "message.currency == 'EUR'" }
        """;
    Contract contract =
        Objects.requireNonNull(
            new ContractParser(new Problems(), new CelSyntax())
                .parse("orders.yaml", text, name -> ""));
    PlannedContracts arrived = InstantiationUtil.clone(new PlannedContracts(List.of(contract)));
    assertThat(arrived.all()).containsExactly(contract);
    assertThat(arrived.all()).isSameAs(arrived.all());
    assertThat(arrived.all().get(0).text()).isEqualTo(text);
  }
}
