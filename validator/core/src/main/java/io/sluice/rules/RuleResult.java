package io.sluice.rules;

import io.sluice.contract.Contract;
import io.sluice.contract.Contract.OnFailure;
import io.sluice.fault.Code;
import io.sluice.fault.Fault;
import io.sluice.fault.Faults;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The result of the rules for one event. Created only when a rule fails. */
public final class RuleResult {

  private final Faults rejected = new Faults();
  private final Faults warned = new Faults();
  private final Faults halting = new Faults();
  private final Map<String, OnFailure> failed = new LinkedHashMap<>();
  private final Set<String> broken = new LinkedHashSet<>();
  private final Set<String> wrong = new HashSet<>();

  /**
   * Adds the finding of a rule.
   *
   * @param wrongAt the place of a value of a wrong type, if that is the finding. It is one fault,
   *     no matter how many rules with the same action cannot check it
   */
  void add(Contract.Rule rule, Fault fault, @Nullable String wrongAt) {
    failed.put(rule.id(), rule.onFailure());
    if (!fault.code().equals(Code.RULE_ERROR.label())) {
      broken.add(rule.id());
    }
    if (wrongAt != null && !wrong.add(rule.onFailure() + " " + wrongAt)) {
      return;
    }
    switch (rule.onFailure()) {
      case SHADOW -> {}
      case WARN -> warned.add(fault);
      case REJECT -> rejected.add(fault);
      case HALT -> halting.add(fault);
    }
  }

  /** Faults of rules that reject the record. */
  public Faults rejected() {
    return rejected;
  }

  /** Faults of rules that only warn. */
  public Faults warned() {
    return warned;
  }

  /** Faults of rules that hold the partition. */
  public Faults halting() {
    return halting;
  }

  /** The IDs of the rules that hold the partition, without duplicates. */
  public String halted() {
    return failed.entrySet().stream()
        .filter(rule -> rule.getValue() == OnFailure.HALT)
        .map(Map.Entry::getKey)
        .collect(Collectors.joining(", "));
  }

  /** Rules that the event breaks, except those that could not be evaluated. */
  public Set<String> broken() {
    return broken;
  }

  /** Every rule that failed, without duplicates, with its action. */
  public Map<String, OnFailure> failed() {
    return failed;
  }
}
