package io.sluice.expression;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A message in the text format of Protocol Buffers, without its descriptor: fields in their order,
 * each with its texts and messages.
 *
 * @see <a href="https://protobuf.dev/reference/protobuf/textformat-spec/">Text Format Language
 *     Specification</a>
 */
record TextProto(List<Map.Entry<String, Object>> fields) {

  static TextProto parse(String text) {
    return new Reader(text).message('\0');
  }

  boolean has(String name) {
    return fields.stream().anyMatch(field -> field.getKey().equals(name));
  }

  List<TextProto> messages(String name) {
    return fields.stream()
        .filter(field -> field.getKey().equals(name))
        .map(field -> (TextProto) field.getValue())
        .toList();
  }

  TextProto message(String name) {
    return messages(name).isEmpty() ? new TextProto(List.of()) : messages(name).get(0);
  }

  /** The value of a field that is no message; nothing where it is not there. */
  String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  byte[] bytes(String name) {
    return fields.stream()
        .filter(field -> field.getKey().equals(name))
        .map(field -> (byte[]) field.getValue())
        .findFirst()
        .orElse(new byte[0]);
  }

  private static final class Reader {

    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    TextProto message(char end) {
      List<Map.Entry<String, Object>> fields = new ArrayList<>();
      for (skip(); at < text.length() && text.charAt(at) != end; skip()) {
        String name = name();
        skip();
        boolean isScalar = text.charAt(at) == ':';
        at += isScalar ? 1 : 0;
        skip();
        if (text.charAt(at) == '[') {
          at++;
          for (skip(); text.charAt(at) != ']'; skip()) {
            fields.add(Map.entry(name, value()));
          }
          at++;
        } else {
          fields.add(Map.entry(name, value()));
        }
      }
      at++;
      return new TextProto(fields);
    }

    private String name() {
      int start = at;
      if (text.charAt(at) == '[') {
        at = text.indexOf(']', at) + 1;
      } else {
        word();
      }
      return text.substring(start, at);
    }

    private void word() {
      while (at < text.length() && "{}[]<>:;,\"'# \t\r\n".indexOf(text.charAt(at)) < 0) {
        at++;
      }
    }

    private Object value() {
      char first = text.charAt(at);
      if (first == '{' || first == '<') {
        at++;
        return message(first == '{' ? '}' : '>');
      }
      if (first == '"' || first == '\'') {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
          quoted(all);
          skip();
        }
        return all.toByteArray();
      }
      int start = at;
      word();
      return text.substring(start, at).getBytes(StandardCharsets.UTF_8);
    }

    private void quoted(ByteArrayOutputStream out) {
      char quote = text.charAt(at++);
      while (text.charAt(at) != quote) {
        if (text.charAt(at) == '\\') {
          at++;
          escape(out);
        } else {
          out.writeBytes(Character.toString(text.codePointAt(at)).getBytes(StandardCharsets.UTF_8));
          at += Character.charCount(text.codePointAt(at));
        }
      }
      at++;
    }

    private void escape(ByteArrayOutputStream out) {
      char c = text.charAt(at++);
      int simple = "abfnrtv".indexOf(c);
      if (simple >= 0) {
        out.write("\007\b\f\n\r\t\013".charAt(simple));
      } else if (c == 'x') {
        out.write(number(16, 2));
      } else if (c == 'u' || c == 'U') {
        out.writeBytes(
            Character.toString(number(16, c == 'u' ? 4 : 8)).getBytes(StandardCharsets.UTF_8));
      } else if (c >= '0' && c <= '7') {
        at--;
        out.write(number(8, 3));
      } else {
        out.write(c);
      }
    }

    private int number(int radix, int most) {
      int start = at;
      while (at - start < most && Character.digit(text.charAt(at), radix) >= 0) {
        at++;
      }
      return Integer.parseInt(text.substring(start, at), radix);
    }

    private void skip() {
      while (at < text.length() && " \t\r\n,;#".indexOf(text.charAt(at)) >= 0) {
        if (text.charAt(at) == '#') {
          int end = text.indexOf('\n', at);
          at = end < 0 ? text.length() : end;
        } else {
          at++;
        }
      }
    }
  }
}
