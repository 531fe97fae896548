package io.sluice.deadletter;

import io.sluice.raw.RawHeader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record for a dead-letter topic.
 *
 * @param topic where it goes
 * @param timestamp time of death, milliseconds since the epoch
 * @param key the original's, byte for byte
 * @param value the original's, byte for byte
 * @param headers the original's, then ours
 */
public record DeadLetter(
    String topic,
    long timestamp,
    byte @Nullable [] key,
    byte @Nullable [] value,
    List<RawHeader> headers) {}
