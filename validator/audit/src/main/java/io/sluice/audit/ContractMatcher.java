package io.sluice.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.audit.value.DecodedValue;
import io.sluice.audit.value.Payload;
import io.sluice.contract.Contract;
import io.sluice.path.Path;
import io.sluice.path.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Finds the contracts that match a record, with the audit's own code. */
final class ContractMatcher {

  private ContractMatcher() {}

  /** Whether matching needs the decoded value. */
  static boolean needsValue(List<Contract> contracts) {
    return contracts.size() != 1 || !isByHeaders(contracts.get(0));
  }

  private static boolean isByHeaders(Contract contract) {
    Contract.Match match = contract.source().match();
    return match.recordName() == null && match.fields().isEmpty();
  }

  /** The contracts whose header conditions hold. */
  static List<Contract> byHeaders(List<Contract> contracts, ConsumerRecord<byte[], byte[]> record) {
    if (contracts.size() == 1 && contracts.get(0).source().match().headers().isEmpty()) {
      return contracts;
    }
    List<Contract> matching = new ArrayList<>(1);
    for (Contract contract : contracts) {
      if (headersMatch(contract.source().match().headers(), record)) {
        matching.add(contract);
      }
    }
    return matching;
  }

  /**
   * The contracts whose conditions all hold.
   *
   * @param candidates the contracts whose header conditions hold
   * @throws IOException if the value is needed and cannot be decoded
   */
  static List<Contract> byValue(List<Contract> candidates, Payload payload) throws IOException {
    if (candidates.size() == 1 && isByHeaders(candidates.get(0))) {
      return candidates;
    }
    DecodedValue value = payload.decode();
    List<Contract> matching = new ArrayList<>(1);
    for (Contract contract : candidates) {
      Contract.Match match = contract.source().match();
      boolean isNamed = match.recordName() == null || match.recordName().equals(value.name());
      if (isNamed && fieldsMatch(match.fields(), value.value())) {
        matching.add(contract);
      }
    }
    return matching;
  }

  private static boolean headersMatch(
      Map<String, String> wanted, ConsumerRecord<byte[], byte[]> record) {
    for (Map.Entry<String, String> one : wanted.entrySet()) {
      Header header = record.headers().lastHeader(one.getKey());
      if (header == null
          || header.value() == null
          || !one.getValue().equals(new String(header.value(), UTF_8))) {
        return false;
      }
    }
    return true;
  }

  private static boolean fieldsMatch(Map<String, String> wanted, Object value) {
    for (Map.Entry<String, String> one : wanted.entrySet()) {
      if (!one.getValue().equals(text(value, Path.parse(one.getKey())))) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable String text(Object value, Path path) {
    Object at = value;
    for (Step step : path.steps()) {
      if (!(step instanceof Step.Name name)) {
        return null;
      }
      if (at instanceof GenericRecord record) {
        at = record.hasField(name.name()) ? record.get(name.name()) : null;
      } else if (at instanceof Map<?, ?> map) {
        at = member(map, name.name());
      } else {
        at = at instanceof JsonNode node ? node.get(name.name()) : null;
      }
      if (at == null) {
        return null;
      }
    }
    if (at instanceof JsonNode node) {
      return node.isNull() ? null : node.isValueNode() ? node.asText() : node.toString();
    }
    return at.toString();
  }

  private static @Nullable Object member(Map<?, ?> map, String name) {
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (entry.getKey().toString().equals(name)) {
        return entry.getValue();
      }
    }
    return null;
  }
}
