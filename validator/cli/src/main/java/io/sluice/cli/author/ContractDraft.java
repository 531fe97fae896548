package io.sluice.cli.author;

import io.sluice.contract.Contract;
import io.sluice.contract.ContractParser;
import io.sluice.expression.CelSyntax;
import io.sluice.failure.Problems;
import io.sluice.failure.SetUpException;

/**
 * A minimal contract for a topic.
 *
 * @param name the contract's name
 * @param value the lines of {@code value}; empty if the registry supplies the format
 */
record ContractDraft(String name, String owner, String topic, String value) {

  /** The {@code value} lines for JSON records without wire format. */
  static final String PLAIN_JSON = "value:\n  format: json\n";

  /** A contract named after its topic. */
  static ContractDraft of(String topic, String owner, String value) {
    String name = topic.replaceAll("[^A-Za-z0-9_-]+", "_").replaceAll("^[^A-Za-z]+", "");
    if (name.isEmpty()) {
      throw new SetUpException(
          "'" + topic + "' contains no letters, so a contract cannot be named after it");
    }
    return new ContractDraft(name, owner, topic, value);
  }

  /** The text of the file. */
  String text(String rules) {
    return """
        apiVersion: sluice/v1alpha1
        kind: Contract
        name: %s
        owner: %s
        source:
          topics: ["%s"]
        %stable:
          name: raw.%s
        %s"""
        .formatted(name, owner, topic, value, name.replace('-', '_'), rules);
  }

  /** The contract without rules. */
  Contract contract() {
    Problems problems = new Problems();
    Contract contract =
        new ContractParser(problems, new CelSyntax())
            .parse(
                name + ".yaml",
                text("rules: []\n"),
                file -> {
                  throw new IllegalStateException("a draft names no files");
                });
    problems.throwIfAny();
    if (contract == null) {
      throw new IllegalStateException("no contract and no problem");
    }
    return contract;
  }
}
