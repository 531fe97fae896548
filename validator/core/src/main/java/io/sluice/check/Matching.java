package io.sluice.check;

import io.sluice.contract.Contract;
import io.sluice.path.Path;
import io.sluice.path.Step;
import io.sluice.raw.RawRecord;
import io.sluice.type.Absent;
import io.sluice.type.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the contracts of a topic that a record belongs to. */
final class Matching {

  private final List<Contract> contracts;
  private final List<Candidate> candidates;

  /**
   * A condition on a field of the message.
   *
   * @param names of the fields from the message down to it
   */
  private record FieldCondition(List<String> names, String value) {

    static FieldCondition of(String field, String value) {
      List<String> names = new ArrayList<>();
      for (Step step : Path.parse(field).steps()) {
        names.add(((Step.Name) step).name());
      }
      return new FieldCondition(names, value);
    }

    boolean holds(@Nullable Object message) {
      Object at = message;
      for (String name : names) {
        if (!(at instanceof Struct struct)) {
          return false;
        }
        at = struct.field(name);
      }
      return at != null && at != Absent.VALUE && at.toString().equals(value);
    }
  }

  private record Candidate(Contract contract, List<FieldCondition> fields) {

    static Candidate of(Contract contract) {
      List<FieldCondition> fields = new ArrayList<>();
      contract
          .source()
          .match()
          .fields()
          .forEach((field, value) -> fields.add(FieldCondition.of(field, value)));
      return new Candidate(contract, fields);
    }

    boolean matches(RawRecord raw, @Nullable Object message, @Nullable String recordName) {
      String wanted = contract.source().match().recordName();
      if ((wanted != null && !wanted.equals(recordName)) || !headersMatch(contract, raw)) {
        return false;
      }
      for (FieldCondition field : fields) {
        if (!field.holds(message)) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * @param contracts all contracts of a topic
   */
  Matching(List<Contract> contracts) {
    this.contracts = List.copyOf(contracts);
    this.candidates = contracts.stream().map(Candidate::of).toList();
  }

  /** The only contract whose records can be recognized before they are decoded, or null. */
  @Nullable Contract knownAtOnce(RawRecord raw) {
    List<Contract> known = byHeaders(contracts, raw);
    if (known.size() != 1) {
      return null;
    }
    Contract.Match match = known.get(0).source().match();
    return match.recordName() == null && match.fields().isEmpty() ? known.get(0) : null;
  }

  /** The contracts whose conditions on headers hold. */
  static List<Contract> byHeaders(List<Contract> contracts, RawRecord raw) {
    List<Contract> matching = new ArrayList<>(1);
    for (Contract contract : contracts) {
      if (headersMatch(contract, raw)) {
        matching.add(contract);
      }
    }
    return matching;
  }

  /** The contracts all of whose conditions hold. */
  List<Contract> all(RawRecord raw, @Nullable Object message, @Nullable String recordName) {
    if (contracts.size() == 1 && contracts.get(0).source().match().isEverything()) {
      return contracts;
    }
    List<Contract> matching = new ArrayList<>(1);
    for (Candidate candidate : candidates) {
      if (candidate.matches(raw, message, recordName)) {
        matching.add(candidate.contract());
      }
    }
    return matching;
  }

  private static boolean headersMatch(Contract contract, RawRecord raw) {
    for (Map.Entry<String, String> header : contract.source().match().headers().entrySet()) {
      if (!header.getValue().equals(raw.headerText(header.getKey()))) {
        return false;
      }
    }
    return true;
  }
}
