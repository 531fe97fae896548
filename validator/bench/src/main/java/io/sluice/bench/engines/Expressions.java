package io.sluice.bench.engines;

import dev.cel.common.CelOptions;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.sluice.decode.Event;
import io.sluice.expression.CelCompiler;
import io.sluice.expression.Expression;
import io.sluice.expression.Outcome;
import io.sluice.expression.Shapes;
import io.sluice.raw.InMemoryRecord;
import io.sluice.type.Absent;
import io.sluice.type.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A benchmark of one expression on one event, against plain dev.cel on a ready map. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class Expressions {

  @Param({
    "message.amount > 0.0",
    "message.status == 'PAID'",
    "message.status in ['NEW', 'PAID', 'SENT']",
    "message.id.matches('^[A-Z]{3}-[0-9]{5}$')",
    "message.lines.all(l, l.size() > 2)",
  })
  @SuppressWarnings("NullAway.Init") // JMH fills it in
  private String expression;

  @SuppressWarnings("NullAway.Init") // by setup
  private Expression ours;

  @SuppressWarnings("NullAway.Init") // by setup
  private Event event;

  @SuppressWarnings("NullAway.Init") // by setup
  private CelRuntime.Program plain;

  @SuppressWarnings("NullAway.Init") // by setup
  private Map<String, Object> variables;

  @Setup
  public void compile() throws Exception {
    CelOptions options = CelOptions.current().enableHeterogeneousNumericComparisons(true).build();
    plain =
        CelRuntimeFactory.legacyCelRuntimeBuilder()
            .setOptions(options)
            .build()
            .createProgram(
                CelCompilerFactory.standardCelCompilerBuilder()
                    .setOptions(options)
                    .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                    .addVar("message", SimpleType.DYN)
                    .build()
                    .compile(expression)
                    .getAst());
    ours = CelCompiler.compile(expression, Shapes.ANY);
    Map<String, Object> fields =
        Map.of(
            "id",
            "ABC-12345",
            "amount",
            12.5,
            "status",
            "PAID",
            "lines",
            List.of("one", "two", "three"));
    variables = Map.of("message", fields);
    JsonObject message = new JsonObject();
    fields.forEach(message::put);
    event =
        new Event(
            message,
            null,
            new InMemoryRecord("orders", 0, 0, 0, null, new byte[0], List.of()),
            Instant.now());
    if (sluice() != Outcome.PASS || !Boolean.TRUE.equals(plainCel())) {
      throw new IllegalStateException("the event breaks " + expression);
    }
  }

  @Benchmark
  public Outcome sluice() {
    return ours.evaluate(event, Absent.VALUE);
  }

  @Benchmark
  public Object plainCel() throws CelEvaluationException {
    return plain.eval(variables);
  }
}
