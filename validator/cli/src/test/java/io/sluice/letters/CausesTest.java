package io.sluice.letters;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.header.Headers;
import io.sluice.letters.Causes.Cause;
import io.sluice.offset.Coordinates;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class CausesTest {

  private final Causes causes = new Causes();

  private static Letter letter(long offset, long diedAt, String code, String fault) {
    Map<String, String> ours = new LinkedHashMap<>();
    ours.put(Headers.FORMAT, Headers.VERSION);
    ours.put(Headers.ID, "orders/0/" + offset);
    ours.put(Headers.STAGE, "rules");
    ours.put(Headers.CODE, code);
    ours.put(Headers.CONTRACT, "orders");
    ours.put(Headers.FAULTS, "{\"total\":1,\"faults\":[" + fault + "]}");
    RecordHeaders headers = new RecordHeaders();
    ours.forEach(
        (name, value) ->
            headers.add(name, value.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    return new Letter(Letters.record(0, offset, diedAt, null, "{}", headers));
  }

  @Test
  void lettersAreGroupedByTheirFirstFaultWhateverItsIndex() {
    causes.add(letter(1, 50, "gt", "{\"rule\":\"r\",\"path\":\"lines[3].sku\"}"));
    causes.add(letter(2, 70, "lt", ""));
    causes.add(letter(3, 40, "gt", "{\"rule\":\"r\",\"path\":\"lines[12].sku\"}"));
    causes.add(letter(4, 60, "gt", "{\"rule\":\"r\",\"path\":\"lines[0].sku\"}"));
    assertThat(causes.total()).isEqualTo(4);
    assertThat(causes.groups())
        .containsExactly(
            new Causes.Group(
                new Cause("orders", "rules", "gt", "r", "lines[*].sku"),
                3,
                40,
                60,
                new Coordinates("orders", 0, 1)),
            new Causes.Group(
                new Cause("orders", "rules", "lt", "-", "-"),
                1,
                70,
                70,
                new Coordinates("orders", 0, 2)));
  }

  @Test
  void groupsOfOneSizeAreInTheOrderOfTheirNames() {
    causes.add(letter(1, 50, "b", ""));
    causes.add(letter(2, 50, "a", ""));
    causes.add(letter(3, 50, "c", ""));
    assertThat(causes.groups())
        .extracting(group -> group.cause().code())
        .containsExactly("a", "b", "c");
  }

  @Test
  void fromTheThousandthOnWhatIsNewIsCountedTogether() {
    for (int i = 0; i < 1_002; i++) {
      causes.add(letter(i, i, "code" + i, ""));
    }
    causes.add(letter(2_000, 5, "code999", ""));
    assertThat(causes.groups()).hasSize(1_001);
    assertThat(causes.total()).isEqualTo(1_003);
    Causes.Group others = causes.groups().get(0);
    assertThat(others.cause()).isEqualTo(new Cause("-", "-", "(others)", "-", "-"));
    assertThat(others.count()).isEqualTo(2);
    assertThat(causes.groups().get(1).cause().code()).isEqualTo("code999");
  }
}
