package io.sluice.expression;

import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelFunctionBinding;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Library functions that have no limit and are therefore limited by the {@link Budget}: the
 * functions behind the macros {@code transformMap} and {@code transformMapEntry}, which copy a map
 * for each entry, and conversions between text and bytes. Also defines which values an optional
 * treats as zero, including {@link Decimal}s.
 */
@SuppressWarnings("Immutable") // the functions given here keep no state
final class BoundedFunctions {

  private BoundedFunctions() {}

  static List<CelFunctionBinding> bindings() {
    return List.of(
        CelFunctionBinding.from(
            "cel_@mapInsert_map_map", Map.class, Map.class, BoundedFunctions::merged),
        CelFunctionBinding.from(
            "cel_@mapInsert_map_key_value",
            List.of(Map.class, Object.class, Object.class),
            arguments -> merged((Map<?, ?>) arguments[0], Map.of(arguments[1], arguments[2]))),
        CelFunctionBinding.from(
            "optional_ofNonZeroValue",
            Object.class,
            value -> isZero(value) ? Optional.empty() : Optional.of(value)),
        CelFunctionBinding.from("string_to_bytes", String.class, BoundedFunctions::bytes),
        CelFunctionBinding.from("bytes_to_string", CelByteString.class, BoundedFunctions::text));
  }

  private static Map<Object, Object> merged(Map<?, ?> one, Map<?, ?> other) {
    Budget.spend((long) Budget.VALUE * (one.size() + other.size()));
    Map<Object, Object> all = new LinkedHashMap<>(one);
    other.forEach(
        (key, value) -> {
          if (all.putIfAbsent(key, value) != null) {
            throw new IllegalArgumentException("a key appears twice");
          }
        });
    return all;
  }

  private static boolean isZero(Object value) {
    if (Order.isNumber(value)) {
      return !Order.isNaN(value) && Order.numbers(value, 0L) == 0;
    }
    return value instanceof NullValue
        || List.of(false, "", Instant.EPOCH, Duration.ZERO, CelByteString.EMPTY).contains(value)
        || (value instanceof Collection<?> list && list.isEmpty())
        || (value instanceof Map<?, ?> map && map.isEmpty());
  }

  private static CelByteString bytes(String text) {
    Budget.spend(text.length());
    return CelByteString.copyFromUtf8(text);
  }

  private static String text(CelByteString bytes) {
    Budget.spend(bytes.size());
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the bytes are not valid UTF-8", e);
    }
  }
}
