package io.sluice.contract;

import io.sluice.expression.CelSyntax;
import io.sluice.failure.Problems;
import java.util.Objects;

/** Contracts of tests. */
public final class TestContract {

  private TestContract() {}

  /**
   * Contract {@code a} of topic {@code a} and table {@code shop.a}.
   *
   * @param more other keys of the contract, in YAML, without indentation
   */
  public static Contract with(String more) {
    return parse(
        """
        apiVersion: sluice/v1alpha1
        kind: Contract
        name: a
        owner: me
        source: { topics: [a] }
        table: { name: shop.a }
        """
            + more);
  }

  /** A whole contract without mistakes. */
  public static Contract parse(String text) {
    return parse(text, "");
  }

  /**
   * A whole contract without mistakes.
   *
   * @param file what is in each file that the contract names
   */
  public static Contract parse(String text, String file) {
    Problems problems = new Problems();
    Contract contract =
        new ContractParser(problems, new CelSyntax()).parse("a.yaml", text, name -> file);
    problems.throwIfAny();
    return Objects.requireNonNull(contract);
  }
}
