package io.sluice.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.conform.Conformance;
import io.sluice.contract.Contract;
import io.sluice.contract.JsonValidation;
import io.sluice.contract.TestContract;
import io.sluice.decode.TestJson;
import io.sluice.fault.Code;
import io.sluice.fault.Fault;
import io.sluice.fault.Faults;
import io.sluice.fault.Stage;
import io.sluice.header.Headers;
import io.sluice.header.Origin;
import io.sluice.jsonschema.UnusableJsonSchema;
import io.sluice.raw.InMemoryRecord;
import io.sluice.raw.RawHeader;
import io.sluice.verdict.Verdict;
import io.sluice.wire.SchemaRef;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLetterEncoderTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final DeadLetterEncoder codec = new DeadLetterEncoder("shop");

  /** Only on records that are replayed, whose letters would not have them. */
  private static final Set<String> NOT_OF_LETTERS =
      Set.of(Headers.ORIGINAL_DIGEST, Headers.FIXED_DIGEST);

  @Test
  void everyHeaderIsInThePublishedSchema() throws Exception {
    Set<String> described = new TreeSet<>();
    JSON.readTree(Path.of("../../docs/reference/dead-letter.schema.json").toFile())
        .path("properties")
        .fieldNames()
        .forEachRemaining(described::add);
    Set<String> ours = new TreeSet<>();
    for (Field field : Headers.class.getFields()) {
      String name = (String) field.get(null);
      if (name.startsWith(Headers.PREFIX) && !name.equals(Headers.PREFIX)) {
        ours.add(name);
      }
    }
    ours.removeAll(NOT_OF_LETTERS);
    assertThat(described).isEqualTo(ours);
  }

  @Property(tries = 100)
  void keepsTheOriginalByteForByteAndSaysAllOfTheRest(
      @ForAll byte[] key,
      @ForAll byte[] value,
      @ForAll("headers") List<RawHeader> original,
      @ForAll("faults") List<Fault> found)
      throws Exception {
    Faults faults = new Faults();
    found.forEach(faults::add);
    DeadLetter letter =
        codec.encode(
            new InMemoryRecord("orders", 3, 42, 7L, key, value, original),
            new Verdict.Dead(null, new SchemaRef.Id(17), faults, null),
            "orders.dlq",
            "topic-id",
            99L,
            null);
    assertThat(letter.key()).isEqualTo(key);
    assertThat(letter.value()).isEqualTo(value);
    assertThat(letter.timestamp()).isEqualTo(99L);
    assertThat(letter.headers().subList(0, original.size())).isEqualTo(original);
    List<RawHeader> ours = letter.headers().subList(original.size(), letter.headers().size());
    assertThat(text(ours, Headers.ID)).isEqualTo("orders/3/42");
    assertThat(text(ours, Headers.SCHEMA)).isEqualTo("id:17");
    assertThat(text(ours, Headers.TIMESTAMP)).isEqualTo("7");
    assertThat(text(ours, Headers.STAGE)).isEqualTo(found.get(0).stage().label());
    assertThat(text(ours, Headers.CODE)).isEqualTo(found.get(0).code());
    JsonNode json = JSON.readTree(text(ours, Headers.FAULTS));
    requirePublishedFormat(ours);
    assertThat(json.path("total").asInt()).isEqualTo(found.size());
    assertThat(read(json.path("faults")))
        .isEqualTo(found.subList(0, Math.min(found.size(), Faults.KEPT)));
  }

  @Property(tries = 20)
  void theReasonsStaySmallHoweverMuchWasFound(@ForAll("longFaults") List<Fault> found) {
    Faults faults = new Faults();
    found.forEach(faults::add);
    DeadLetter letter =
        codec.encode(
            new InMemoryRecord("orders", 3, 42, 7L, null, new byte[0], List.of()),
            new Verdict.Dead(null, null, faults, null),
            "orders.dlq",
            "topic-id",
            99L,
            null);
    int bytes = letter.headers().stream().mapToInt(DeadLetterEncoderTest::size).sum();
    assertThat(bytes).isLessThan(120_000);
  }

  private static int size(RawHeader header) {
    byte[] value = header.value();
    return header.name().length() + (value == null ? 0 : value.length);
  }

  private static String text(List<RawHeader> headers, String name) {
    byte[] value =
        headers.stream().filter(h -> h.name().equals(name)).findFirst().orElseThrow().value();
    return value == null ? "" : new String(value, StandardCharsets.UTF_8);
  }

  private static List<Fault> read(JsonNode faults) {
    List<Fault> read = new ArrayList<>();
    for (JsonNode fault : faults) {
      read.add(
          new Fault(
              Stage.valueOf(fault.path("stage").asText().toUpperCase(java.util.Locale.ROOT)),
              fault.path("code").asText(),
              fault.path("path").asText(null),
              fault.path("rule").asText(null),
              fault.path("message").asText()));
    }
    return read;
  }

  @Provide
  Arbitrary<List<RawHeader>> headers() {
    Arbitrary<byte[]> values =
        Arbitraries.bytes().array(byte[].class).ofMaxSize(30).injectNull(0.1);
    return Combinators.combine(Arbitraries.strings().alpha().ofLength(5), values)
        .as(RawHeader::new)
        .list()
        .ofMaxSize(5);
  }

  @Provide
  Arbitrary<List<Fault>> faults() {
    return fault(3).list().ofMinSize(1).ofMaxSize(80);
  }

  @Provide
  Arbitrary<List<Fault>> longFaults() {
    return fault(1_000).list().ofMinSize(60).ofMaxSize(80);
  }

  private static Arbitrary<Fault> fault(int repeated) {
    Arbitrary<String> texts =
        Arbitraries.strings()
            .alpha()
            .withChars('"', '\\', '\u00e9', '\n')
            .ofLength(20)
            .map(text -> text.repeat(repeated));
    return Combinators.combine(
            Arbitraries.of(Stage.values()),
            Arbitraries.of("gt", "bad_json"),
            Arbitraries.strings().ascii().ofMaxLength(40).injectNull(0.2),
            Arbitraries.strings().alpha().ofMaxLength(20).injectNull(0.2),
            texts)
        .as(Fault::new);
  }

  @Test
  void deadAgainKeepsItsFirstFailureAndHasOneSetOfHeaders() {
    List<RawHeader> sent =
        List.of(
            RawHeader.text("x-kind", "order"),
            RawHeader.text(Headers.ORIGIN_TOPIC, "orders"),
            RawHeader.text(Headers.ORIGIN_PARTITION, "1"),
            RawHeader.text(Headers.ORIGIN_OFFSET, "17"),
            RawHeader.text(Headers.ORIGIN_TIMESTAMP, "5"),
            RawHeader.text(Headers.ATTEMPT, "2"),
            RawHeader.text(Headers.FIRST_FAILED_AT, "50"),
            RawHeader.text("__connect.errors.topic", "old"));
    InMemoryRecord raw = new InMemoryRecord("orders.replay", 0, 3, 60L, null, new byte[0], sent);
    DeadLetter letter =
        codec.encode(
            raw,
            new Verdict.Dead(null, null, Faults.of(Code.BAD_JSON, null, "no JSON"), null),
            "orders.dlq",
            "topic-id",
            99L,
            Origin.of(raw));
    List<RawHeader> headers = letter.headers();
    assertThat(headers.stream().map(RawHeader::name)).doesNotHaveDuplicates();
    assertThat(headers.get(0)).isEqualTo(sent.get(0));
    assertThat(text(headers, Headers.ID)).isEqualTo("orders.replay/0/3");
    assertThat(text(headers, Headers.ORIGIN_TOPIC)).isEqualTo("orders");
    assertThat(text(headers, Headers.ORIGIN_OFFSET)).isEqualTo("17");
    assertThat(text(headers, Headers.ATTEMPT)).isEqualTo("2");
    assertThat(text(headers, Headers.FIRST_FAILED_AT)).isEqualTo("50");
    assertThat(text(headers, Headers.FAILED_AT)).isEqualTo("99");
    assertThat(text(headers, "__connect.errors.topic")).isEqualTo("orders.replay");
    requirePublishedFormat(headers);
  }

  /** Other tools read letters by docs/reference/dead-letter.schema.json. */
  private static void requirePublishedFormat(List<RawHeader> headers) {
    try {
      ObjectNode schema =
          (ObjectNode)
              JSON.readTree(
                  Files.readString(Path.of("../../docs/reference/dead-letter.schema.json")));
      ObjectNode all = JSON.createObjectNode();
      headers.forEach(header -> all.put(header.name(), text(headers, header.name())));
      assertThat(faults(schema, all.toString())).isNull();
      ObjectNode faults = schema.deepCopy();
      faults.removeAll();
      faults.setAll((ObjectNode) schema.path("$defs").path("faults"));
      assertThat(faults(faults, text(headers, Headers.FAULTS))).isNull();
      assertThat(faults(schema, all.deepCopy().put("sluice.stage", "elsewhere").toString()))
          .isNotNull();
    } catch (IOException | UnusableJsonSchema e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Faults faults(JsonNode schema, String document)
      throws UnusableJsonSchema {
    return Conformance.compile(JsonValidation.DEFAULT, schema, Map.of())
        .check(TestJson.decode(document));
  }

  private DeadLetter letter(@Nullable Contract contract, Faults faults, @Nullable Origin origin) {
    return codec.encode(
        new InMemoryRecord("orders", 3, 42, 7L, null, new byte[0], List.of()),
        new Verdict.Dead(contract, null, faults, null),
        "orders.dlq",
        "topic-id",
        99L,
        origin);
  }

  @Test
  void theContractAndItsVersionAreNamed() {
    Contract contract = TestContract.with("rules: []\n");
    List<RawHeader> headers =
        letter(contract, Faults.of(Code.BAD_JSON, null, "no JSON"), null).headers();
    assertThat(text(headers, Headers.CONTRACT)).isEqualTo("a");
    assertThat(text(headers, Headers.RULES_VERSION)).isEqualTo(contract.rulesVersion());
    assertThat(text(headers, Headers.PIPELINE)).isEqualTo("shop");
    assertThat(text(headers, Headers.TOPIC_ID)).isEqualTo("topic-id");
    assertThat(text(headers, Headers.ATTEMPT)).isEqualTo("0");
    assertThat(text(headers, Headers.FIRST_FAILED_AT)).isEqualTo("99");
  }

  @Test
  void thePlanThatSentARecordIsNamed() {
    Faults faults = Faults.of(Code.BAD_JSON, null, "no JSON");
    List<RawHeader> headers =
        letter(null, faults, new Origin("bills", 1, 17, 2, 5, 0, "d1")).headers();
    assertThat(text(headers, Headers.REPLAY_PLAN)).isEqualTo("d1");
    assertThat(text(headers, Headers.ORIGIN_PARTITION)).isEqualTo("1");
    assertThat(text(headers, Headers.ORIGIN_TIMESTAMP)).isEqualTo("5");
    assertThat(text(headers, Headers.FIRST_FAILED_AT)).isEqualTo("0");
    List<RawHeader> unknown =
        letter(null, faults, new Origin("bills", 1, 17, 2, 5, -1, null)).headers();
    assertThat(text(unknown, Headers.FIRST_FAILED_AT))
        .as("now, where it is not known")
        .isEqualTo("99");
    assertThat(unknown).extracting(RawHeader::name).doesNotContain(Headers.REPLAY_PLAN);
  }

  @Test
  void onlyAMessageThatIsTooLongIsCut() throws Exception {
    assertThat(message("m".repeat(500))).isEqualTo("m".repeat(500));
    assertThat(message("m".repeat(501))).isEqualTo("m".repeat(497) + "...");
  }

  private String message(String message) throws IOException {
    List<RawHeader> headers = letter(null, Faults.of(Code.BAD_JSON, null, message), null).headers();
    return JSON.readTree(text(headers, Headers.FAULTS)).at("/faults/0/message").asText();
  }

  @Test
  void asManyFaultsAreListedAsThereIsRoomFor() throws Exception {
    Faults faults = new Faults();
    for (int i = 0; i < 80; i++) {
      faults.add(new Fault(Stage.CONFORM, "type", "a", "r", "m".repeat(600), "#/properties/a"));
    }
    String text = text(letter(null, faults, null).headers(), Headers.FAULTS);
    JsonNode json = JSON.readTree(text);
    assertThat(json.path("total").asInt()).isEqualTo(80);
    JsonNode first = json.at("/faults/0");
    assertThat(first.path("rule").asText()).isEqualTo("r");
    assertThat(first.path("schemaPath").asText()).isEqualTo("#/properties/a");
    int withoutEnd = text.length() - "]}".length();
    assertThat(withoutEnd).isGreaterThan(32_000);
    assertThat(withoutEnd - first.toString().length()).isLessThanOrEqualTo(32_000);
  }

  /**
   * The names are the constants of org.apache.kafka.connect.runtime.errors.DeadLetterQueueReporter
   * in connect-runtime 4.2.0, which writes numbers as decimal text in UTF-8.
   */
  @Test
  void toolsOfKafkaConnectFindTheirHeaders() {
    DeadLetter letter =
        codec.encode(
            new InMemoryRecord("orders", 3, 42, 7L, null, new byte[0], List.of()),
            new Verdict.Dead(null, null, Faults.of(Code.BAD_JSON, "a.b", "no JSON"), null),
            "orders.dlq",
            "topic-id",
            99L,
            null);
    List<RawHeader> headers = letter.headers();
    assertThat(text(headers, "__connect.errors.topic")).isEqualTo("orders");
    assertThat(text(headers, "__connect.errors.partition")).isEqualTo("3");
    assertThat(text(headers, "__connect.errors.offset")).isEqualTo("42");
    assertThat(text(headers, "__connect.errors.stage")).isEqualTo("decode");
    assertThat(text(headers, "__connect.errors.exception.class.name")).isNotEmpty();
    assertThat(text(headers, "__connect.errors.exception.message"))
        .isEqualTo("bad_json at a.b: no JSON");
  }
}
