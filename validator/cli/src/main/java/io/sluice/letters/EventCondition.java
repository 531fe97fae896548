package io.sluice.letters;

import io.sluice.check.Opened;
import io.sluice.check.Opening;
import io.sluice.contract.Contract;
import io.sluice.decode.Event;
import io.sluice.expression.CelCompiler;
import io.sluice.expression.Expression;
import io.sluice.expression.ExpressionException;
import io.sluice.expression.Outcome;
import io.sluice.expression.Shapes;
import io.sluice.failure.SetUpException;
import io.sluice.pipeline.Setup;
import io.sluice.pipeline.Topics;
import io.sluice.raw.InMemoryRecord;
import io.sluice.registry.BlockingSchemas;
import io.sluice.type.Absent;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A CEL condition on the decoded event of a letter; false if the event cannot be decoded. */
public final class EventCondition {

  private final Function<Shapes, Expression> expression;
  private final Topics topics;
  private final Setup setup;
  private final BlockingSchemas schemas;
  private final Map<String, @Nullable Opening> openings = new HashMap<>();

  /**
   * Compiles a condition.
   *
   * @throws SetUpException if it is not valid CEL
   */
  public EventCondition(String condition, Setup setup) {
    try {
      this.expression = CelCompiler.compile(condition);
    } catch (ExpressionException e) {
      throw new SetUpException("the 'where' condition is not valid: " + e.getMessage());
    }
    this.setup = setup;
    this.topics = new Topics(setup.contracts());
    this.schemas = new BlockingSchemas(RegistryAccess.client(setup.config()));
  }

  /** Whether the condition holds for a letter's event. */
  public boolean holds(Letter letter) {
    InMemoryRecord original = letter.original();
    Opening opening = openings.computeIfAbsent(original.topic(), this::opening);
    if (opening == null || original.value() == null) {
      return false;
    }
    boolean holds =
        opening
            .open(original)
            .fold(event -> holds(event, original), refused -> false, waiting -> false);
    RegistryAccess.require(
        schemas, "the letters use registry schemas; set registry.url in the configuration");
    return holds;
  }

  private boolean holds(Opened.Decoded decoded, InMemoryRecord original) {
    Event event = new Event(decoded.value(), Absent.VALUE, original, Instant.now());
    Shapes shapes = Shapes.of(decoded.compiled().type());
    return expression.apply(shapes).evaluate(event, Absent.VALUE) == Outcome.PASS;
  }

  private @Nullable Opening opening(String topic) {
    List<Contract> contracts = topics.contractsOf(topic);
    return contracts.isEmpty()
        ? null
        : Opening.ofValues(contracts, schemas, setup.config().limits().ofAnySize());
  }
}
