package io.sluice.letters;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.header.Headers;
import io.sluice.offset.Coordinates;
import io.sluice.raw.InMemoryRecord;
import io.sluice.raw.RawHeader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** What a letter says, and what it is not believed. */
class LetterTest {

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(RawHeader header) {
    byte[] value = header.value();
    return header.name()
        + "="
        + (value == null ? "null" : new String(value, StandardCharsets.UTF_8));
  }

  @Test
  void aLetterSaysWhatItsHeadersSay() {
    Map<String, String> ours = new LinkedHashMap<>();
    ours.put(Headers.STAGE, "rules");
    ours.put(Headers.CODE, "gt");
    ours.put(Headers.CONTRACT, "orders");
    ours.put(Headers.SCHEMA, "id:17");
    ours.put(Headers.TIMESTAMP, "500");
    ours.put(Headers.FIRST_FAILED_AT, "900");
    ours.put(Headers.ATTEMPT, "2");
    ours.put(Headers.REPLAY_PLAN, "d1");
    Letter letter = Letters.of(ours);
    assertThat(letter.isOurs()).isTrue();
    assertThat(letter.id()).isEqualTo(new Coordinates("orders", 0, 17));
    assertThat(letter.place()).isEqualTo(new Coordinates("orders.dlq", 0, 3));
    assertThat(letter.stage()).isEqualTo("rules");
    assertThat(letter.code()).isEqualTo("gt");
    assertThat(letter.contract()).isEqualTo("orders");
    assertThat(letter.schema()).isEqualTo("id:17");
    assertThat(letter.diedAt()).isEqualTo(1_000);
    assertThat(letter.firstFailedAt()).isEqualTo(900);
    assertThat(letter.originTimestamp()).isEqualTo(500);
    assertThat(letter.attempt()).isEqualTo(2);
    assertThat(letter.plan()).isEqualTo("d1");
  }

  @Test
  void whatALetterDoesNotSayIsNotMadeUp() {
    Letter letter = Letters.of(Map.of(Headers.ATTEMPT, "two"));
    assertThat(letter.stage()).isEqualTo("-");
    assertThat(letter.code()).isEqualTo("-");
    assertThat(letter.contract()).isNull();
    assertThat(letter.schema()).isNull();
    assertThat(letter.plan()).isNull();
    assertThat(letter.attempt()).as("no number").isZero();
    assertThat(letter.firstFailedAt()).isEqualTo(1_000);
    assertThat(letter.originTimestamp()).isEqualTo(-1);
    assertThat(letter.totalFaults()).isZero();
    assertThat(letter.faults()).isEmpty();
    assertThat(Letters.of(Map.of(Headers.FAULTS, "no JSON")).faults()).isEmpty();
  }

  @Test
  void anotherRecordIsNoLetter() {
    Letter other = new Letter(Letters.record(0, 3, 7, null, null, new RecordHeaders()));
    assertThat(other.isOurs()).isFalse();
    assertThat(other.id()).isEqualTo(other.place());
    assertThat(other.key()).isNull();
    assertThat(other.value()).isNull();
    RecordHeaders noId = new RecordHeaders();
    noId.add(Headers.FORMAT, bytes(Headers.VERSION));
    assertThat(new Letter(Letters.record(0, 3, 7, null, null, noId)).isOurs()).isFalse();
    RecordHeaders newer = new RecordHeaders();
    newer.add(Headers.FORMAT, bytes("999"));
    newer.add(Headers.ID, bytes("orders/0/17"));
    assertThat(new Letter(Letters.record(0, 3, 7, null, null, newer)).isOurs()).isFalse();
  }

  @Test
  void headersOfOursThatTheRecordBroughtAreNotBelieved() {
    RecordHeaders headers = new RecordHeaders();
    headers.add(Headers.CONTRACT, bytes("forged"));
    headers.add("kind", bytes("first"));
    headers.add("kind", bytes("last"));
    headers.add("none", null);
    headers.add("__rule.x", bytes("1"));
    headers.add(Headers.FORMAT, bytes(Headers.VERSION));
    headers.add(Headers.ID, bytes("orders/0/17"));
    headers.add("__connect.errors.topic", bytes("orders"));
    Letter letter = new Letter(Letters.record(0, 3, 7, "k", "v", headers));
    assertThat(letter.contract()).isNull();
    assertThat(letter.text("kind")).isEqualTo("last");
    assertThat(letter.text("none")).isNull();
    assertThat(letter.originalHeaders())
        .extracting(LetterTest::text)
        .containsExactly("kind=first", "kind=last", "none=null");
    assertThat(letter.rawHeaders()).hasSize(8).extracting(LetterTest::text).contains("__rule.x=1");
    assertThat(letter.headers())
        .containsEntry(Headers.CONTRACT, "forged")
        .containsEntry("none", "")
        .containsEntry("kind", "last");
  }

  @Test
  void theFaultsAreListed() {
    Letter letter =
        Letters.of(
            Map.of(
                Headers.FAULTS, "{\"total\":70,\"faults\":[{\"code\":\"gt\"},{\"code\":\"lt\"}]}"));
    assertThat(letter.totalFaults()).isEqualTo(70);
    assertThat(letter.faults())
        .extracting(fault -> fault.path("code").asText())
        .containsExactly("gt", "lt");
    assertThat(letter.faults()).as("again").hasSize(2);
  }

  @Test
  void aReplayedRecordComesFromTheOneThatDiedFirst() {
    Map<String, String> origin = new LinkedHashMap<>();
    origin.put(Headers.ORIGIN_TOPIC, "bills");
    origin.put(Headers.ORIGIN_PARTITION, "0");
    origin.put(Headers.ORIGIN_OFFSET, "0");
    origin.put(Headers.ORIGIN_TIMESTAMP, "300");
    origin.put(Headers.TIMESTAMP, "500");
    Letter letter = Letters.of("orders.replay/0/3", origin);
    assertThat(letter.id()).isEqualTo(new Coordinates("orders.replay", 0, 3));
    assertThat(letter.origin()).isEqualTo(new Coordinates("bills", 0, 0));
    InMemoryRecord original = letter.original();
    assertThat(original.topic()).isEqualTo("bills");
    assertThat(original.partition()).isZero();
    assertThat(original.offset()).isZero();
    assertThat(original.timestamp()).isEqualTo(300);
    assertThat(original.key()).isEqualTo(bytes("k"));
    assertThat(original.value()).isEqualTo(bytes("{}"));
    assertThat(original.headers()).extracting(LetterTest::text).containsExactly("kind=order");
    for (String lacking :
        new String[] {Headers.ORIGIN_TOPIC, Headers.ORIGIN_PARTITION, Headers.ORIGIN_OFFSET}) {
      Map<String, String> some = new LinkedHashMap<>(origin);
      some.remove(lacking);
      assertThat(Letters.of(some).origin()).as(lacking).isEqualTo(new Coordinates("orders", 0, 17));
    }
  }
}
