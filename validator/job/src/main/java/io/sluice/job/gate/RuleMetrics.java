package io.sluice.job.gate;

import io.sluice.contract.Contract.OnFailure;
import io.sluice.job.metric.Instruments;
import io.sluice.job.metric.Metric;
import io.sluice.rules.RuleResult;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.metrics.Counter;

/** The failure counters of rules. */
final class RuleMetrics {

  private final Instruments instruments;
  private final Map<String, Map<String, Counter>> failures = new HashMap<>();
  private final Map<String, Map<String, Counter>> errors = new HashMap<>();

  RuleMetrics(Instruments instruments) {
    this.instruments = instruments;
  }

  void failed(String contract, RuleResult result) {
    result
        .failed()
        .forEach(
            (rule, action) -> {
              failure(contract, rule, action).inc();
              if (!result.broken().contains(rule)) {
                error(contract, rule).inc();
              }
            });
  }

  private Counter failure(String contract, String rule, OnFailure action) {
    return failures
        .computeIfAbsent(contract, name -> new HashMap<>())
        .computeIfAbsent(
            rule,
            id ->
                instruments.counter(
                    Metric.RULE_FAILURES, contract, id, action.name().toLowerCase(Locale.ROOT)));
  }

  private Counter error(String contract, String rule) {
    return errors
        .computeIfAbsent(contract, name -> new HashMap<>())
        .computeIfAbsent(rule, id -> instruments.counter(Metric.RULE_ERRORS, contract, id));
  }
}
