package io.sluice.decode;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.sluice.fault.Code;
import io.sluice.limit.Limits;
import io.sluice.type.Absent;
import io.sluice.type.JsonObject;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON text that strictly follows RFC 8259: no duplicate keys, no NaN, no comments, no
 * data after the value, and only UTF-8. Integers and decimals keep every digit.
 */
public final class JsonDecoder implements Decoder {

  /** RFC 8259, section 8.1. */
  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final Limits limits;
  private final JsonFactory factory;

  public JsonDecoder(Limits limits) {
    this.limits = limits;
    this.factory =
        new JsonFactoryBuilder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(limits.depth() + 1)
                    .maxNumberLength(limits.digits() + 16)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .build();
  }

  @Override
  public Type type() {
    return Scalar.JSON;
  }

  @Override
  public @Nullable Object decode(byte[] bytes, int from) throws Malformed {
    if (!isUtf8(bytes, from)) {
      throw new Malformed(Code.BAD_UTF8, "the text is not valid UTF-8");
    }
    if (bytes.length - from >= MARK.length
        && Arrays.equals(bytes, from, from + MARK.length, MARK, 0, MARK.length)) {
      throw new Malformed(
          Code.BAD_JSON,
          "the text starts with a byte order mark (U+FEFF), which JSON does not allow; write"
              + " UTF-8 without one");
    }
    try (JsonParser parser = factory.createParser(bytes, from, bytes.length - from)) {
      Reading reading = new Reading(parser);
      if (reading.next() == null) {
        throw new Malformed(Code.BAD_JSON, "the record contains no JSON");
      }
      Object value = reading.value(0);
      if (reading.next() != null) {
        throw new Malformed(Code.BAD_JSON, "there is more data after the end of the JSON value");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw invalid(e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory cannot fail", e);
    }
  }

  /** Jackson accepts overlong forms and surrogates, which RFC 3629 forbids. */
  private static boolean isUtf8(byte[] bytes, int from) {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] < 0) {
        try {
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, i, bytes.length - i));
          return true;
        } catch (CharacterCodingException e) {
          return false;
        }
      }
    }
    return true;
  }

  private static Malformed invalid(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    return new Malformed(
        Code.BAD_JSON,
        location == null
            ? "not valid JSON"
            : "not valid JSON at line "
                + location.getLineNr()
                + ", column "
                + location.getColumnNr());
  }

  /** The document being read. */
  private final class Reading {

    private final JsonParser parser;
    private int itemsLeft = limits.items();

    Reading(JsonParser parser) {
      this.parser = parser;
    }

    /**
     * Reads the next token. A number beyond all limits stops reading before its digits are counted.
     */
    @Nullable JsonToken next() throws IOException, Malformed {
      try {
        return parser.nextToken();
      } catch (StreamConstraintsException e) {
        throw new Malformed(
            Code.BAD_NUMBER,
            "a number has more than " + limits.digits() + " digits (limits.digits)");
      }
    }

    @Nullable Object value(int depth) throws IOException, Malformed {
      JsonToken token = parser.currentToken();
      return switch (token) {
        case START_OBJECT -> object(depth + 1);
        case START_ARRAY -> array(depth + 1);
        case VALUE_STRING -> text();
        case VALUE_NUMBER_INT -> integer();
        case VALUE_NUMBER_FLOAT -> decimal();
        case VALUE_TRUE -> true;
        case VALUE_FALSE -> false;
        case VALUE_NULL -> null;
        default -> throw new Malformed(Code.BAD_JSON, "unexpected " + token);
      };
    }

    private String text() throws IOException, Malformed {
      return paired(parser.getText());
    }

    /** The text. Fails on unpaired surrogates. */
    private String paired(String text) throws Malformed {
      for (int i = 0; i < text.length(); i++) {
        if (Character.isSurrogate(text.charAt(i))) {
          i = pairEnd(text, i);
        }
      }
      return text;
    }

    private int pairEnd(String text, int high) throws Malformed {
      if (!Character.isHighSurrogate(text.charAt(high))
          || high + 1 >= text.length()
          || !Character.isLowSurrogate(text.charAt(high + 1))) {
        throw new Malformed(Code.BAD_UTF8, "a string has an unpaired surrogate");
      }
      return high + 1;
    }

    private Object object(int depth) throws IOException, Malformed {
      deeper(depth);
      JsonObject object = new JsonObject();
      while (next() != JsonToken.END_OBJECT) {
        String name = paired(parser.currentName());
        count();
        if (object.field(name) != Absent.VALUE) {
          throw new Malformed(Code.DUPLICATE_KEY, "an object has the same key twice").inField(name);
        }
        try {
          var unused = next();
          object.put(name, value(depth));
        } catch (Malformed e) {
          throw e.inField(name);
        }
      }
      return object;
    }

    private Object array(int depth) throws IOException, Malformed {
      deeper(depth);
      List<@Nullable Object> values = new ArrayList<>();
      while (element(values.size()) != JsonToken.END_ARRAY) {
        count();
        try {
          values.add(value(depth));
        } catch (Malformed e) {
          throw e.inElement(values.size());
        }
      }
      return values;
    }

    private @Nullable JsonToken element(int index) throws IOException, Malformed {
      try {
        return next();
      } catch (Malformed e) {
        throw e.inElement(index);
      }
    }

    private void deeper(int depth) throws Malformed {
      if (depth > limits.depth()) {
        throw new Malformed(
            Code.TOO_DEEP, "nested deeper than " + limits.depth() + " levels (limits.depth)");
      }
    }

    private void count() throws Malformed {
      if (--itemsLeft < 0) {
        throw new Malformed(
            Code.TOO_MANY_ITEMS,
            "more than " + limits.items() + " elements and members (limits.items)");
      }
    }

    private Object integer() throws IOException, Malformed {
      switch (parser.getNumberType()) {
        case INT, LONG -> {
          return parser.getLongValue();
        }
        default -> {
          boolean isNegative = parser.getText().charAt(0) == '-';
          int digits = parser.getTextLength() - (isNegative ? 1 : 0);
          if (digits > limits.digits()) {
            throw tooManyDigits(digits);
          }
          return parser.getBigIntegerValue();
        }
      }
    }

    private Object decimal() throws IOException, Malformed {
      BigDecimal value;
      try {
        value = parser.getDecimalValue();
      } catch (NumberFormatException | ArithmeticException e) {
        throw new Malformed(Code.BAD_NUMBER, "a number is out of range");
      }
      if (value.precision() > limits.digits()) {
        throw tooManyDigits(value.precision());
      }
      long before = (long) value.precision() - value.scale();
      if (before > limits.exponent()) {
        throw tooLong(before, "digits before the decimal point");
      }
      if (-before > limits.exponent()) {
        throw tooLong(-before, "zeros after the decimal point");
      }
      if (Math.abs((long) value.scale()) > limits.exponent() + limits.digits()) {
        throw tooLong(Math.abs((long) value.scale()), "digits after the decimal point");
      }
      return value;
    }

    private Malformed tooManyDigits(int digits) {
      return new Malformed(
          Code.BAD_NUMBER,
          "a number has "
              + digits
              + " digits; the limit is "
              + limits.digits()
              + " (limits.digits)");
    }

    private Malformed tooLong(long digits, String what) {
      return new Malformed(
          Code.BAD_NUMBER,
          "a number has "
              + digits
              + " "
              + what
              + "; the limit is "
              + limits.exponent()
              + " (limits.exponent)");
    }
  }
}
