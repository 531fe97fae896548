package io.sluice.decode;

import io.sluice.fault.Code;
import io.sluice.limit.Limits;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** A position in Avro-encoded bytes. Checks every read against the available bytes. */
final class Cursor {

  private final byte[] bytes;
  private int at;
  private final Limits limits;
  private int depthLeft;
  private int itemsLeft;

  Cursor(byte[] bytes, int from, Limits limits) {
    this.bytes = bytes;
    this.at = from;
    this.limits = limits;
    this.depthLeft = limits.depth();
    this.itemsLeft = limits.items();
  }

  int remaining() {
    return bytes.length - at;
  }

  void enter() throws Malformed {
    if (--depthLeft < 0) {
      throw new Malformed(
          Code.TOO_DEEP, "nested deeper than " + limits.depth() + " levels (limits.depth)");
    }
  }

  void leave() {
    depthLeft++;
  }

  /** Counts the elements that a block header announces, before anything is allocated for them. */
  void announce(long count, int leastBytes) throws Malformed {
    if (count > itemsLeft) {
      throw new Malformed(
          Code.TOO_MANY_ITEMS, "more than " + limits.items() + " elements (limits.items)");
    }
    if (count * leastBytes > remaining()) {
      throw new Malformed(
          Code.BAD_LENGTH, "a block declares more elements than the remaining bytes can hold");
    }
    itemsLeft -= (int) count;
  }

  boolean readBoolean() throws Malformed {
    byte value = readByte();
    if (value != 0 && value != 1) {
      throw new Malformed(Code.BAD_BOOLEAN, "a boolean is neither 0 nor 1");
    }
    return value == 1;
  }

  int readInt() throws Malformed {
    long value = readLong();
    if ((int) value != value) {
      throw new Malformed(Code.BAD_NUMBER, "an int has more than 32 bits");
    }
    return (int) value;
  }

  /** Reads a zig-zag variable-length number. */
  long readLong() throws Malformed {
    int first = readByte();
    long raw = first & 0x7f;
    for (int shift = 7; first < 0; shift += 7) {
      first = readByte();
      if (shift == 63 && (first & 0xfe) != 0) {
        throw new Malformed(Code.BAD_NUMBER, "a number has more than 64 bits");
      }
      raw |= (long) (first & 0x7f) << shift;
    }
    return (raw >>> 1) ^ -(raw & 1);
  }

  float readFloat() throws Malformed {
    int start = take(4);
    return Float.intBitsToFloat(littleEndianInt(start));
  }

  double readDouble() throws Malformed {
    int start = take(8);
    return Double.longBitsToDouble(
        (littleEndianInt(start) & 0xffffffffL) | ((long) littleEndianInt(start + 4) << 32));
  }

  private int littleEndianInt(int start) {
    return (bytes[start] & 0xff)
        | (bytes[start + 1] & 0xff) << 8
        | (bytes[start + 2] & 0xff) << 16
        | bytes[start + 3] << 24;
  }

  String readString() throws Malformed {
    int length = readLength();
    int start = take(length);
    for (int i = start; i < start + length; i++) {
      if (bytes[i] < 0) {
        return readUnicode(start, length);
      }
    }
    return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
  }

  private String readUnicode(int start, int length) throws Malformed {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, start, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new Malformed(Code.BAD_UTF8, "a string is not valid UTF-8");
    }
  }

  ByteBuffer readBytes() throws Malformed {
    return readFixed(readLength());
  }

  /** A read-only view of the next bytes, not a copy. */
  ByteBuffer readFixed(int length) throws Malformed {
    int start = take(length);
    return ByteBuffer.wrap(bytes, start, length).slice().asReadOnlyBuffer();
  }

  private int readLength() throws Malformed {
    long length = readLong();
    if (length < 0) {
      throw new Malformed(Code.BAD_LENGTH, "a length is negative");
    }
    if (length > remaining()) {
      throw new Malformed(Code.TRUNCATED, "a length extends past the end of the record");
    }
    return (int) length;
  }

  private int take(int length) throws Malformed {
    if (length > remaining()) {
      throw new Malformed(Code.TRUNCATED, "the record ends too early");
    }
    int start = at;
    at += length;
    return start;
  }

  private byte readByte() throws Malformed {
    if (at >= bytes.length) {
      throw new Malformed(Code.TRUNCATED, "the record ends too early");
    }
    return bytes[at++];
  }
}
