package io.sluice.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.sluice.contract.Contract;
import io.sluice.contract.ContractParser;
import io.sluice.corpus.Corpus;
import io.sluice.expression.CelSyntax;
import io.sluice.failure.Problems;
import io.sluice.fault.Code;
import io.sluice.fault.Fault;
import io.sluice.limit.Limits;
import io.sluice.raw.InMemoryRecord;
import io.sluice.row.Tables;
import io.sluice.schema.Lookup;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaText;
import io.sluice.verdict.Verdict;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A million mutated records, with frames that stay valid. Prints what they died of, the slowest
 * record and the largest allocation; the time is information, not a test.
 */
@Tag("soak")
class MutatedMillionTest {

  private static final int EACH = 500_000;

  /** No verdict may need more than this many times the bytes of its record, and a constant. */
  private static final long ALLOCATION_PER_BYTE = 400;

  private static final long ALLOCATION_BASE = 1 << 20;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Map<String, Integer> verdicts = new TreeMap<>();
  private int pastDecode;
  private long slowest;
  private long largest;

  @Test
  void allGetAVerdictWithinBounds() throws IOException {
    for (Corpus.Case one : Corpus.read(Path.of("../../corpus"))) {
      if (one.name().equals("avro-orders") || one.name().equals("json-things")) {
        run(one);
      }
    }
    verdicts.forEach((verdict, count) -> System.out.printf("%9d %s%n", count, verdict));
    System.out.printf(
        Locale.ROOT,
        "past decode: %.0f %%; slowest record: %.1f ms; largest allocation: %d KB%n",
        100.0 * pastDecode / (2 * EACH),
        slowest / 1e6,
        largest / 1024);
    assertThat(verdicts).doesNotContainKey("decode " + Code.INTERNAL_ERROR.label());
    assertThat(pastDecode).isGreaterThan(2 * EACH * 3 / 10);
  }

  private void run(Corpus.Case one) {
    Random random = new Random(one.name().hashCode());
    Problems problems = new Problems();
    Contract contract =
        new ContractParser(problems, new CelSyntax())
            .parse(one.name(), one.contract(), name -> one.schema());
    problems.throwIfAny();
    SchemaFormat format = one.avro() == null ? SchemaFormat.JSON : SchemaFormat.AVRO;
    SchemaText schema = new SchemaText(format, one.schema(), Map.of());
    TopicChecker checker =
        new TopicChecker(
            List.of(contract),
            null,
            (ref, readAt) -> new Lookup.Found(schema),
            Tables.ANY,
            Limits.DEFAULT,
            Clock.systemUTC());
    for (int i = 0; i < EACH; i++) {
      check(checker, mutated(one, random), i > 1000);
    }
  }

  private void check(TopicChecker checker, byte[] value, boolean warm) {
    InMemoryRecord record = new InMemoryRecord("t", 0, 0, 0, null, value, List.of());
    long allocated = threads.getCurrentThreadAllocatedBytes();
    long begin = System.nanoTime();
    Verdict verdict = checker.check(record);
    long nanos = System.nanoTime() - begin;
    long bytes = threads.getCurrentThreadAllocatedBytes() - allocated;
    if (warm) {
      slowest = Math.max(slowest, nanos);
      largest = Math.max(largest, bytes);
      assertThat(bytes).isLessThan(ALLOCATION_BASE + ALLOCATION_PER_BYTE * value.length);
    }
    String name = "stored";
    if (verdict instanceof Verdict.Dead dead) {
      Fault first = dead.faults().first();
      name = first.stage().label() + " " + first.code();
    }
    verdicts.merge(name, 1, Integer::sum);
    if (!name.startsWith("wire") && !name.startsWith("schema") && !name.startsWith("decode")) {
      pastDecode++;
    }
  }

  /** Changes one to three bytes of the payload; half of the time only ASCII letters and digits. */
  private static byte[] mutated(Corpus.Case one, Random random) {
    byte[] payload = one.events().get(random.nextInt(one.events().size())).payload().clone();
    boolean gentle = random.nextBoolean();
    for (int left = 1 + random.nextInt(3); left > 0 && payload.length > 0; left--) {
      int at = random.nextInt(payload.length);
      if (!gentle) {
        payload[at] = (byte) random.nextInt(256);
      } else if (Character.isLetterOrDigit(payload[at])) {
        payload[at] = (byte) ('0' + random.nextInt(10));
      }
    }
    return ByteBuffer.allocate(5 + payload.length).putInt(1, 7).put(5, payload).array();
  }
}
