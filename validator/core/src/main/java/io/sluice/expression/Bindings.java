package io.sluice.expression;

import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelVariableResolver;
import io.sluice.decode.Event;
import io.sluice.raw.RawHeader;
import io.sluice.raw.RawRecord;
import io.sluice.type.Absent;
import io.sluice.type.Type;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The variables of one evaluation, created on demand. */
final class Bindings implements CelVariableResolver {

  private final Event event;
  private final @Nullable Object self;
  private final Shapes shapes;
  private @Nullable Map<String, Object> headers;

  Bindings(Event event, @Nullable Object self, Shapes shapes) {
    this.event = event;
    this.self = self;
    this.shapes = shapes;
  }

  @Override
  public Optional<Object> find(String name) {
    return switch (name) {
      case "message" -> Optional.of(CelValues.of(event.message(), shapes.message()));
      case "key" -> present(event.key(), shapes.key());
      case "this" -> present(self, shapes.self());
      case "headers" -> Optional.of(headers());
      case "kafka" -> Optional.of(kafka(event.raw()));
      case "now" -> Optional.of(event.now());
      default -> Optional.empty();
    };
  }

  private static Optional<Object> present(@Nullable Object value, Type type) {
    return value == Absent.VALUE ? Optional.empty() : Optional.of(CelValues.of(value, type));
  }

  /** Decoded once, no matter how often an expression uses them. */
  private Map<String, Object> headers() {
    Map<String, Object> decoded = headers;
    if (decoded == null) {
      decoded = new HashMap<>();
      for (RawHeader header : event.raw().headers()) {
        byte[] value = header.value();
        decoded.put(
            header.name(),
            value == null ? NullValue.NULL_VALUE : new String(value, StandardCharsets.UTF_8));
      }
      headers = decoded;
    }
    return decoded;
  }

  private static Map<String, Object> kafka(RawRecord raw) {
    return Map.of(
        "topic", raw.topic(),
        "partition", (long) raw.partition(),
        "offset", raw.offset(),
        "timestamp", Instant.ofEpochMilli(raw.timestamp()));
  }
}
