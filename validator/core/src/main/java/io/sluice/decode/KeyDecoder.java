package io.sluice.decode;

import io.sluice.fault.Code;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads keys that Kafka's own serializers wrote, without a schema. */
public enum KeyDecoder implements Decoder {
  LONG(Scalar.LONG) {
    @Override
    public Object decode(byte[] bytes, int from) throws Malformed {
      int length = bytes.length - from;
      if (length != Long.BYTES) {
        throw new Malformed(Code.BAD_KEY, "the key has " + length + " bytes, but a long has 8");
      }
      return ByteBuffer.wrap(bytes, from, length).getLong();
    }
  },
  STRING(Scalar.STRING) {
    @Override
    public Object decode(byte[] bytes, int from) throws Malformed {
      ByteBuffer text = ByteBuffer.wrap(bytes, from, bytes.length - from);
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
      } catch (CharacterCodingException e) {
        throw new Malformed(Code.BAD_KEY, "the key is not valid UTF-8");
      }
    }
  },
  BYTES(Scalar.BYTES) {
    @Override
    public Object decode(byte[] bytes, int from) {
      return ByteBuffer.wrap(bytes, from, bytes.length - from).asReadOnlyBuffer();
    }
  };

  private final Scalar type;

  KeyDecoder(Scalar type) {
    this.type = type;
  }

  @Override
  public Type type() {
    return type;
  }
}
