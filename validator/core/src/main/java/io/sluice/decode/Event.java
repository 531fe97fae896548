package io.sluice.decode;

import io.sluice.raw.RawRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A decoded record.
 *
 * @param message the value, as defined by its {@link io.sluice.type.Type}
 * @param key the key; null if the record has none, {@link io.sluice.type.Absent} if it is not read
 * @param raw the record that it was decoded from
 * @param now the time of the check
 */
public record Event(@Nullable Object message, @Nullable Object key, RawRecord raw, Instant now) {}
