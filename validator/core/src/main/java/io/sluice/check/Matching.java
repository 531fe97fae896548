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

/** Which contracts of a topic a record belongs to. */
final class Matching {

  private Matching() {}

  /** The only contract whose records can be told before they are decoded, or null. */
  static @Nullable Contract knownAtOnce(List<Contract> contracts, RawRecord raw) {
    List<Contract> candidates = byHeaders(contracts, raw);
    if (candidates.size() != 1) {
      return null;
    }
    Contract.Match match = candidates.get(0).source().match();
    return match.recordName() == null && match.fields().isEmpty() ? candidates.get(0) : null;
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
  static List<Contract> all(
      List<Contract> contracts,
      RawRecord raw,
      @Nullable Object message,
      @Nullable String recordName) {
    if (contracts.size() == 1 && contracts.get(0).source().match().isEverything()) {
      return contracts;
    }
    List<Contract> matching = new ArrayList<>(1);
    for (Contract contract : contracts) {
      Contract.Match match = contract.source().match();
      if ((match.recordName() == null || match.recordName().equals(recordName))
          && headersMatch(contract, raw)
          && fieldsMatch(match.fields(), message)) {
        matching.add(contract);
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

  private static boolean fieldsMatch(Map<String, String> fields, @Nullable Object message) {
    for (Map.Entry<String, String> field : fields.entrySet()) {
      Object value = find(message, Path.parse(field.getKey()));
      if (value == null || !value.toString().equals(field.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable Object find(@Nullable Object message, Path path) {
    Object at = message;
    for (Step step : path.steps()) {
      if (!(at instanceof Struct struct) || !(step instanceof Step.Name name)) {
        return null;
      }
      at = struct.field(name.name());
    }
    return at == Absent.VALUE ? null : at;
  }
}
