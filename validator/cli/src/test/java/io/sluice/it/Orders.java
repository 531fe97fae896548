package io.sluice.it;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecordBuilder;

/** Events of a small shop for tests: every tenth order has a negative amount, which is a fault. */
final class Orders {

  static final Schema SCHEMA =
      SchemaBuilder.record("Order")
          .namespace("com.acme")
          .doc("An order of the web shop")
          .fields()
          .requiredString("id")
          .requiredDouble("amount")
          .optionalString("currency")
          .endRecord();

  private Orders() {}

  /** A contract without rules. */
  static String plainContract(String name, String topic, String table) {
    return """
    apiVersion: sluice/v1alpha1
    kind: Contract
    name: %s
    owner: team-checkout
    source:
      topics: [%s]
    table:
      name: %s
    """
        .formatted(name, topic, table);
  }

  static String contract(String name, String topic, String table) {
    return plainContract(name, topic, table)
        + """
        rules:
          - field: amount
            gt: 0
          - field: currency
            in: [EUR, USD, GBP]
            onFailure: warn
        """;
  }

  static byte[] order(int schemaId, long number) throws IOException {
    return order(schemaId, "o" + number, number % 10 == 0 ? -1 : (double) number, "EUR");
  }

  static byte[] order(int schemaId, String id, double amount, String currency) throws IOException {
    return Payloads.framed(
        schemaId,
        Payloads.avro(
            SCHEMA,
            new GenericRecordBuilder(SCHEMA)
                .set("id", id)
                .set("amount", amount)
                .set("currency", currency)
                .build()));
  }
}
