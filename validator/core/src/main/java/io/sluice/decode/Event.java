package io.sluice.decode;

import io.sluice.raw.RawRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A decoded record.
 *
 * @param message the value as its {@link io.sluice.type.Type} says
 * @param key the key, null where the record has none, {@link io.sluice.type.Absent} where it is not
 *     read
 * @param raw what it was decoded from
 * @param now when it is judged
 */
public record Event(@Nullable Object message, @Nullable Object key, RawRecord raw, Instant now) {}
