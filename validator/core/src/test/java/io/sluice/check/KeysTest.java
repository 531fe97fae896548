package io.sluice.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Contract;
import io.sluice.contract.TestContract;
import io.sluice.fault.Fault;
import io.sluice.limit.Limits;
import io.sluice.raw.InMemoryRecord;
import io.sluice.row.Row;
import io.sluice.row.Tables;
import io.sluice.schema.Lookup;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaSource;
import io.sluice.schema.SchemaText;
import io.sluice.type.RecordType;
import io.sluice.type.Scalar;
import io.sluice.verdict.Verdict;
import io.sluice.wire.SchemaRef;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Keys with schemas: read, checked by rules, stored. */
class KeysTest {

  private static final SchemaRef AVRO = new SchemaRef.Id(1);
  private static final SchemaRef JSON = new SchemaRef.Id(2);
  private static final SchemaRef DOWN = new SchemaRef.Id(3);

  private static final SchemaSource SCHEMAS =
      (ref, readAt) -> {
        if (ref.equals(AVRO)) {
          return found(
              SchemaFormat.AVRO,
              """
              {"type": "record", "name": "K", "fields": [{"name": "id", "type": "long"}]}
              """);
        }
        if (ref.equals(JSON)) {
          return found(
              SchemaFormat.JSON,
              """
              {"type": "object", "properties": {"id": {"type": "integer", "maximum": 9}}}
              """);
        }
        return ref.equals(DOWN) ? new Lookup.Pending("the registry is away") : new Lookup.Unknown();
      };

  private static Lookup found(SchemaFormat format, String text) {
    return new Lookup.Found(new SchemaText(format, text, Map.of()));
  }

  private static TopicChecker checker(String format) {
    Contract contract =
        TestContract.parse(
            """
                apiVersion: sluice/v1alpha1
                kind: Contract
                name: orders
                owner: team-checkout
                source: { topics: [orders] }
                key: { format: %s, column: order_key }
                value: { format: json }
                table: { name: shop.orders }
                rules:
                  - field: $key.id
                    gt: 0
                """
                .formatted(format));
    return new TopicChecker(
        List.of(contract), null, SCHEMAS, Tables.ANY, Limits.DEFAULT, Clock.systemUTC());
  }

  private static InMemoryRecord record(byte @Nullable [] key) {
    return new InMemoryRecord(
        "orders", 0, 0, 0, key, "{}".getBytes(StandardCharsets.UTF_8), List.of());
  }

  private static byte[] framed(int id, byte... payload) {
    return ByteBuffer.allocate(5 + payload.length).put((byte) 0).putInt(id).put(payload).array();
  }

  private static byte[] text(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  private static Row row(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Stored.class);
    return ((Verdict.Stored) verdict).row();
  }

  private static @Nullable Object key(Row row) {
    int at = row.layout().columns().position("order_key");
    return at < 0 ? null : row.values()[at];
  }

  private static String fault(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Dead.class);
    Fault first = ((Verdict.Dead) verdict).faults().first();
    return first.stage().label() + " " + first.code() + " " + first.path();
  }

  @Test
  void avroKeysAreRecords() {
    TopicChecker checker = checker("avro");
    Row row = row(checker.check(record(framed(1, (byte) 14))));
    RecordType columns = row.layout().columns();
    assertThat(columns.fields().get(columns.position("order_key")).type())
        .isInstanceOf(RecordType.class);
    assertThat((Object[]) key(row)).containsExactly(7L);
    assertThat(fault(checker.check(record(framed(1, (byte) 13))))).isEqualTo("rules gt $key.id");
    assertThat(fault(checker.check(record(framed(1))))).isEqualTo("decode truncated $key.id");
    assertThat(fault(checker.check(record(framed(9))))).isEqualTo("schema unknown_schema $key");
    assertThat(fault(checker.check(record(text("7"))))).isEqualTo("wire bad_magic $key");
    assertThat(fault(checker.check(record(new byte[0])))).isEqualTo("wire empty_value $key");
  }

  @Test
  void aRecordWithoutKeyIsStoredWithoutOne() {
    assertThat(key(row(checker("avro").check(record(null))))).isNull();
  }

  @Test
  void aKeyWhoseSchemaIsAwayHoldsItsPartition() {
    Verdict verdict = checker("avro").check(record(framed(3)));
    assertThat(verdict).isInstanceOf(Verdict.Held.class);
    assertThat(verdict.schema()).isEqualTo(DOWN);
    assertThat(((Verdict.Held) verdict).explanation()).contains("key", "the registry is away");
  }

  @Test
  void jsonKeysWithAndWithoutSchema() {
    TopicChecker checker = checker("json");
    assertThat(key(row(checker.check(record(framed(2, text("{\"id\": 7, \"x\": 1}")))))))
        .as("a schema that is open keeps what it does not declare")
        .isEqualTo("{\"id\":7,\"x\":1}");
    assertThat(fault(checker.check(record(framed(2, text("{\"id\": 10}"))))))
        .isEqualTo("conform maximum $key.id");
    Row plain = row(checker.check(record(text("{\"id\": 7}"))));
    assertThat(key(plain)).isEqualTo("{\"id\":7}");
    RecordType columns = plain.layout().columns();
    assertThat(columns.fields().get(columns.position("order_key")).type()).isEqualTo(Scalar.STRING);
    assertThat(fault(checker.check(record(text("{\"id\": -7}"))))).isEqualTo("rules gt $key.id");
    assertThat(fault(checker.check(record(text("{"))))).startsWith("decode bad_json $key");
    assertThat(fault(checker.check(record(new byte[0])))).isEqualTo("wire empty_value $key");
  }
}
