package io.sluice.deadletter;

import io.sluice.raw.RawHeader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record for a dead-letter topic.
 *
 * @param topic the destination topic
 * @param timestamp the time of death in milliseconds since the epoch
 * @param key the key of the original record, byte for byte
 * @param value the value of the original record, byte for byte
 * @param headers the headers of the original record, followed by Sluice's headers
 */
public record DeadLetter(
    String topic,
    long timestamp,
    byte @Nullable [] key,
    byte @Nullable [] value,
    List<RawHeader> headers) {}
