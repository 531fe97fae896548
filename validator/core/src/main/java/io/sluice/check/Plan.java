package io.sluice.check;

import io.sluice.conform.Conformance;
import io.sluice.contract.Contract;
import io.sluice.row.RowMapper;
import io.sluice.rules.RuleSet;

/** One contract, compiled for one schema. */
record Plan(Contract contract, Conformance conformance, RuleSet rules, RowMapper rows) {}
