package io.sluice.expression;

import dev.cel.runtime.CelVariableResolver;
import io.sluice.decode.Event;
import io.sluice.raw.RawHeader;
import io.sluice.raw.RawRecord;
import io.sluice.type.Absent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The variables of one evaluation, made when they are asked for. */
final class Bindings implements CelVariableResolver {

  private final Event event;
  private final @Nullable Object self;

  Bindings(Event event, @Nullable Object self) {
    this.event = event;
    this.self = self;
  }

  @Override
  public Optional<Object> find(String name) {
    return switch (name) {
      case "message" -> Optional.of(CelValues.of(event.message()));
      case "key" -> present(event.key());
      case "this" -> present(self);
      case "headers" -> Optional.of(headers(event.raw()));
      case "kafka" -> Optional.of(kafka(event.raw()));
      case "now" -> Optional.of(event.now());
      default -> Optional.empty();
    };
  }

  private static Optional<Object> present(@Nullable Object value) {
    return value == Absent.VALUE ? Optional.empty() : Optional.of(CelValues.of(value));
  }

  private static Map<String, Object> headers(RawRecord raw) {
    Map<String, Object> headers = new HashMap<>();
    for (RawHeader header : raw.headers()) {
      byte[] value = header.value();
      headers.put(
          header.name(),
          CelValues.of(value == null ? null : new String(value, StandardCharsets.UTF_8)));
    }
    return headers;
  }

  private static Map<String, Object> kafka(RawRecord raw) {
    return Map.of(
        "topic", raw.topic(),
        "partition", (long) raw.partition(),
        "offset", raw.offset(),
        "timestamp", Instant.ofEpochMilli(raw.timestamp()));
  }
}
