package io.sluice.job.lake.commit;

import io.sluice.contract.Contract;
import io.sluice.contract.ContractParser;
import io.sluice.expression.CelSyntax;
import io.sluice.failure.Problems;
import io.sluice.pipeline.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Three contracts, each with two ways to select its topics; a contract takes records of its kind.
 */
final class SimulatedContracts {

  static final int COUNT = 3;

  /** Sources by contract and variant. */
  private static final String[][] SOURCES = {
    {
      "{ topics: [alpha], match: { header: { kind: k0 } }, unmatched: drop }",
      "{ topicPattern: 'alph.*', match: { header: { kind: k0 } }, unmatched: drop }"
    },
    {
      "{ topics: [alpha, beta], match: { header: { kind: k1 } }, unmatched: drop }",
      "{ topics: [alpha], match: { header: { kind: k1 } }, unmatched: drop }"
    },
    {
      "{ topicPattern: 'p_.*', match: { header: { kind: k2 } }, unmatched: drop }",
      "{ topics: [p_x], match: { header: { kind: k2 } }, unmatched: drop }"
    },
  };

  private static final String[] TABLES = {"shop.zero", "shop.one", "shop.of_{topic}"};

  private static final Map<String, Contract> PARSED = new HashMap<>();
  private static final Map<String, Topics> TOPICS = new HashMap<>();

  private SimulatedContracts() {}

  /** The topics of a pipeline with these contracts, given as {@code contract * 2 + variant}. */
  static Topics topics(List<Integer> contracts) {
    return TOPICS.computeIfAbsent(
        contracts.toString(),
        key -> new Topics(contracts.stream().map(SimulatedContracts::contract).toList()));
  }

  static Contract contract(int coded) {
    String source = SOURCES[coded / 2][coded % 2];
    return PARSED.computeIfAbsent(
        source,
        key -> {
          Problems problems = new Problems();
          Contract parsed =
              new ContractParser(problems, new CelSyntax())
                  .parse(
                      "c.yaml",
                      """
                      apiVersion: sluice/v1alpha1
                      kind: Contract
                      name: c%d
                      owner: me
                      source: %s
                      table: { name: "%s" }
                      """
                          .formatted(coded / 2, source, TABLES[coded / 2]),
                      name -> "");
          problems.throwIfAny();
          return Objects.requireNonNull(parsed);
        });
  }

  /** The kind of records that a contract takes. */
  static int kindOf(Contract contract) {
    return contract.name().charAt(1) - '0';
  }
}
