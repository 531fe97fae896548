package io.sluice.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Contract;
import io.sluice.contract.ContractParser;
import io.sluice.corpus.Corpus;
import io.sluice.expression.CelSyntax;
import io.sluice.failure.Problems;
import io.sluice.fault.Code;
import io.sluice.fault.Faults;
import io.sluice.limit.Limits;
import io.sluice.raw.InMemoryRecord;
import io.sluice.row.Tables;
import io.sluice.schema.Lookup;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaText;
import io.sluice.verdict.Verdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Any bytes give a verdict, and never one that blames Sluice. */
class AnyBytesTest {

  private final Corpus.Case avro;
  private final Corpus.Case json;

  AnyBytesTest() throws IOException {
    List<Corpus.Case> cases = Corpus.read(Path.of("../../corpus"));
    avro = cases.stream().filter(one -> one.name().equals("avro-orders")).findFirst().orElseThrow();
    json = cases.stream().filter(one -> one.name().equals("json-things")).findFirst().orElseThrow();
  }

  @Property(tries = 2000)
  void avroFromAnyBytes(@ForAll byte[] bytes) {
    requireVerdict(avro, bytes);
  }

  @Property(tries = 2000)
  void jsonFromAnyBytes(@ForAll byte[] bytes) {
    requireVerdict(json, bytes);
  }

  @Property(tries = 3000)
  void mutatedAvro(@ForAll long seed) {
    requireVerdict(avro, mutated(avro, seed));
  }

  @Property(tries = 3000)
  void mutatedJson(@ForAll long seed) {
    requireVerdict(json, mutated(json, seed));
  }

  @Example
  void numbersWithMillionsOfDigits() {
    String digits = "9".repeat(2_000_000);
    for (String text : List.of(digits, "0." + digits, "1e" + digits, "-" + digits + "e9")) {
      requireVerdict(json, ("{\"size\": " + text + "}").getBytes(StandardCharsets.UTF_8));
    }
  }

  private static byte[] mutated(Corpus.Case of, long seed) {
    Random random = new Random(seed);
    byte[] bytes = of.events().get(random.nextInt(of.events().size())).payload().clone();
    for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static void requireVerdict(Corpus.Case of, byte[] payload) {
    byte[] value = ByteBuffer.allocate(5 + payload.length).putInt(1, 7).put(5, payload).array();
    Verdict verdict = checker(of).check(new InMemoryRecord("t", 0, 0, 0, null, value, List.of()));
    if (verdict instanceof Verdict.Dead dead) {
      Faults faults = dead.faults();
      assertThat(faults.isEmpty()).isFalse();
      assertThat(faults.first().code()).isNotEqualTo(Code.INTERNAL_ERROR.label());
    } else {
      assertThat(verdict).isInstanceOf(Verdict.Stored.class);
    }
  }

  private static TopicChecker checker(Corpus.Case of) {
    Problems problems = new Problems();
    Contract contract =
        new ContractParser(problems, new CelSyntax())
            .parse(of.name(), of.contract(), name -> of.schema());
    problems.throwIfAny();
    SchemaFormat format = of.avro() == null ? SchemaFormat.JSON : SchemaFormat.AVRO;
    SchemaText schema = new SchemaText(format, of.schema(), Map.of());
    return new TopicChecker(
        List.of(contract),
        null,
        (ref, readAt) -> new Lookup.Found(schema),
        Tables.ANY,
        Limits.DEFAULT,
        Clock.systemUTC());
  }
}
