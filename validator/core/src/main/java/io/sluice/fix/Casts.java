package io.sluice.fix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.fix.FixParser.Target;
import io.sluice.path.Path;
import java.math.BigDecimal;

/** Casts values to a different type if nothing is lost. */
final class Casts {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MOST_DIGITS = 1_000;

  private Casts() {}

  static JsonNode to(Target target, JsonNode value, Path path) throws UnfixableException {
    if (value.isContainerNode()) {
      throw new UnfixableException("'" + path + "' is a list or an object, which cannot be cast");
    }
    String text = value.isNumber() ? value.decimalValue().toPlainString() : value.asText();
    switch (target) {
      case STRING -> {
        return NODES.textNode(text);
      }
      case BOOLEAN -> {
        if (text.equals("true") || text.equals("1")) {
          return NODES.booleanNode(true);
        }
        if (text.equals("false") || text.equals("0")) {
          return NODES.booleanNode(false);
        }
        throw new UnfixableException("'" + path + "' is not true or false");
      }
      default -> {
        return number(target, text.trim(), path);
      }
    }
  }

  private static JsonNode number(Target target, String text, Path path) throws UnfixableException {
    boolean isNumber =
        text.length() <= MOST_DIGITS
            && text.matches("[+-]?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?");
    if (!isNumber) {
      throw new UnfixableException("'" + path + "' is not a number");
    }
    BigDecimal number = new BigDecimal(text);
    if (target == Target.NUMBER) {
      return NODES.numberNode(number);
    }
    if (number.stripTrailingZeros().scale() > 0) {
      throw new UnfixableException("'" + path + "' is not a whole number");
    }
    return NODES.numberNode(number.toBigInteger());
  }
}
