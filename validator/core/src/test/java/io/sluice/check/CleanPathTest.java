package io.sluice.check;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.none;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.sluice.contract.Contract;
import io.sluice.contract.TestContract;
import io.sluice.limit.Limits;
import io.sluice.path.Path;
import io.sluice.raw.InMemoryRecord;
import io.sluice.row.Tables;
import io.sluice.schema.Lookup;
import io.sluice.schema.SchemaFormat;
import io.sluice.schema.SchemaText;
import io.sluice.verdict.Verdict;
import java.io.ByteArrayOutputStream;
import java.lang.instrument.Instrumentation;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.agent.builder.ResettableClassFileTransformer;
import net.bytebuddy.asm.Advice;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

/**
 * What a clean record costs from its bytes to its row: no regular expression runs, no path is made,
 * and no more is allocated than is written down here.
 */
class CleanPathTest {

  /** Bytes for each record: 1,815 by the interpreter, 1,728 once it is compiled. */
  private static final long MOST_ALLOCATED = 1_850;

  private static final Schema SCHEMA =
      SchemaBuilder.record("Order")
          .fields()
          .requiredString("id")
          .requiredString("customer")
          .requiredDouble("amount")
          .requiredInt("quantity")
          .requiredString("currency")
          .requiredLong("created_at")
          .optionalString("country")
          .requiredString("sku")
          .optionalString("note")
          .requiredString("ip")
          .requiredString("seen_at")
          .requiredString("due")
          .requiredString("opens")
          .requiredString("trace")
          .requiredString("phone")
          .requiredBoolean("gift")
          .optionalDouble("discount")
          .endRecord();

  private static final String RULES =
      """
      rules:
        - { field: id, format: uuid }
        - { field: id, min_len: 36 }
        - { field: customer, prefix: c- }
        - { field: customer, not_blank: true }
        - { field: amount, gt: 0 }
        - { field: amount, lte: 100000 }
        - { field: quantity, between: [1, 100] }
        - { field: currency, in: [EUR, USD, GBP] }
        - { field: created_at, gte: 1500000000000 }
        - { field: country, format: iso_country }
        - { field: sku, suffix: X }
        - { field: note, max_len: 100 }
        - { field: ip, format: ipv4 }
        - { field: seen_at, format: date_time }
        - { field: due, format: date }
        - { field: opens, format: time }
        - { field: trace, format: ulid }
        - { field: phone, format: phone_e164 }
        - { field: gift, not_null: true }
        - { field: discount, lte: 1 }
      """;

  /** Where the instrumented classes, some of Java's own, find the counter. */
  private static final String COUNTER = "io.sluice.check.CleanPathTest";

  private final TopicChecker checker = checker(TestContract.with(RULES));

  private static TopicChecker checker(Contract... contracts) {
    return new TopicChecker(
        List.of(contracts),
        null,
        (ref, readAt) ->
            new Lookup.Found(new SchemaText(SchemaFormat.AVRO, SCHEMA.toString(), Map.of())),
        Tables.ANY,
        Limits.DEFAULT,
        Clock.systemUTC());
  }

  /** A contract for the orders of the topic in one currency. */
  private static Contract inCurrency(String name, String currency) {
    return TestContract.parse(
        """
        apiVersion: sluice/v1alpha1
        kind: Contract
        name: %s
        owner: me
        source: { topics: [a], match: { field: { currency: %s } } }
        table: { name: shop.%s }
        """
                .formatted(name, currency, name)
            + RULES);
  }

  private static byte[] order() throws Exception {
    GenericRecord order = new GenericData.Record(SCHEMA);
    order.put("id", "123e4567-e89b-12d3-a456-426614174000");
    order.put("customer", "c-4711");
    order.put("amount", 12.5);
    order.put("quantity", 3);
    order.put("currency", "EUR");
    order.put("created_at", 1_700_000_000_000L);
    order.put("country", "DE");
    order.put("sku", "ABC-12345X");
    order.put("ip", "192.0.2.1");
    order.put("seen_at", "2024-02-29T12:30:00.5+01:00");
    order.put("due", "2024-02-29");
    order.put("opens", "12:30:00Z");
    order.put("trace", "01ARZ3NDEKTSV4RRFFQ69G5FAV");
    order.put("phone", "+491512345678");
    order.put("gift", false);
    order.put("discount", 0.1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(new byte[] {0, 0, 0, 0, 1});
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
    new GenericDatumWriter<GenericRecord>(SCHEMA).write(order, encoder);
    return bytes.toByteArray();
  }

  private void check(int records) throws Exception {
    check(checker, records);
  }

  private static void check(TopicChecker checker, int records) throws Exception {
    byte[] value = order();
    for (int i = 0; i < records; i++) {
      Verdict verdict =
          checker.check(new InMemoryRecord("a", 0, i, 1_700_000_000_000L, null, value, List.of()));
      if (!(verdict instanceof Verdict.Stored stored) || stored.findings() != null) {
        throw new AssertionError(verdict.toString());
      }
    }
  }

  /** Counts calls; its code becomes part of the methods that are watched. */
  static final class Counting {
    @Advice.OnMethodEnter
    static void enter() {
      if (System.getProperties().get(COUNTER) instanceof LongAdder calls) {
        calls.increment();
      }
    }
  }

  @Test
  void noExpressionRunsAndNoPathIsMade() throws Exception {
    TopicChecker mixed = checker(inCurrency("euro", "EUR"), inCurrency("dollar", "USD"));
    check(10);
    check(mixed, 10);
    LongAdder calls = new LongAdder();
    System.getProperties().put(COUNTER, calls);
    Instrumentation instrumentation = ByteBuddyAgent.install();
    ResettableClassFileTransformer watch =
        new AgentBuilder.Default()
            .disableClassFormatChanges()
            .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
            .ignore(none())
            .type(namedOneOf("java.util.regex.Matcher", "com.google.re2j.Matcher"))
            .transform(
                (builder, type, loader, module, domain) ->
                    builder.visit(
                        Advice.to(Counting.class)
                            .on(isConstructor().or(namedOneOf("find", "matches", "lookingAt")))))
            .type(named(Path.class.getName()))
            .transform(
                (builder, type, loader, module, domain) ->
                    builder.visit(Advice.to(Counting.class).on(isConstructor().or(isStatic()))))
            .installOn(instrumentation);
    try {
      assertThat(Pattern.matches("a", "a")).isTrue();
      assertThat(calls.sumThenReset()).isPositive();
      assertThat(com.google.re2j.Pattern.matches("a", "a")).isTrue();
      assertThat(calls.sumThenReset()).isPositive();
      assertThat(Path.child("a", "b")).isEqualTo("a.b");
      assertThat(calls.sumThenReset()).isPositive();
      check(100);
      check(mixed, 100);
      assertThat(calls.sum()).isZero();
    } finally {
      watch.reset(instrumentation, AgentBuilder.RedefinitionStrategy.RETRANSFORMATION);
      System.getProperties().remove(COUNTER);
    }
  }

  @Test
  void aRecordAllocatesNoMoreThanItDid() throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    check(20_000);
    long before = threads.getCurrentThreadAllocatedBytes();
    check(10_000);
    long each = (threads.getCurrentThreadAllocatedBytes() - before) / 10_000;
    System.out.println("a clean record allocates " + each + " bytes");
    assertThat(each).isLessThanOrEqualTo(MOST_ALLOCATED);
  }
}
