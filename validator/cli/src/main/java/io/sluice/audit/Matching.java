package io.sluice.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Contract;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Whether a record was declared to be dropped, judged from the contracts alone. */
final class Matching {

  private Matching() {}

  /** Whether the record may have no place at all. */
  static boolean mayBeDropped(
      ConsumerRecord<byte[], byte[]> record, List<Contract> contracts, SourceValues values) {
    if (record.value() == null) {
      return true;
    }
    boolean declared =
        contracts.stream().allMatch(c -> c.source().unmatched() == Contract.Unmatched.DROP);
    return declared && contracts.stream().noneMatch(c -> matches(record, c, values));
  }

  private static boolean matches(
      ConsumerRecord<byte[], byte[]> record, Contract contract, SourceValues values) {
    Contract.Match match = contract.source().match();
    for (Map.Entry<String, String> wanted : match.headers().entrySet()) {
      var header = record.headers().lastHeader(wanted.getKey());
      if (header == null
          || header.value() == null
          || !wanted.getValue().equals(new String(header.value(), StandardCharsets.UTF_8))) {
        return false;
      }
    }
    if (match.recordName() == null && match.fields().isEmpty()) {
      return true;
    }
    try {
      Object value = values.decode(record, contract);
      return matchesValue(match, value);
    } catch (java.io.IOException | RuntimeException e) {
      // what cannot be decoded is never dropped, so it must have a place
      return true;
    }
  }

  private static boolean matchesValue(Contract.Match match, Object value) {
    if (value instanceof GenericRecord record) {
      String name = match.recordName();
      return (name == null || record.getSchema().getFullName().equals(name))
          && match.fields().entrySet().stream()
              .allMatch(
                  field ->
                      record.hasField(field.getKey())
                          && field.getValue().equals("" + record.get(field.getKey())));
    }
    return value instanceof JsonNode node
        && match.fields().entrySet().stream()
            .allMatch(field -> field.getValue().equals(node.path(field.getKey()).asText(null)));
  }
}
