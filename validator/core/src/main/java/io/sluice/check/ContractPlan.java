package io.sluice.check;

import io.sluice.contract.Contract;
import io.sluice.row.RowMapper;
import io.sluice.rules.RuleSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One contract, compiled for one value schema and one key schema. */
final class ContractPlan {

  private final Contract contract;
  private final RuleSet rules;
  private final Supplier<RowMapper> compiler;
  private @Nullable RowMapper rows;

  ContractPlan(Contract contract, RuleSet rules, Supplier<RowMapper> compiler) {
    this.contract = contract;
    this.rules = rules;
    this.compiler = compiler;
  }

  Contract contract() {
    return contract;
  }

  RuleSet rules() {
    return rules;
  }

  /** Compiled for the first row, because that can create a table. */
  RowMapper rowMapper() {
    RowMapper compiled = rows;
    if (compiled == null) {
      compiled = compiler.get();
      rows = compiled;
    }
    return compiled;
  }
}
