package io.sluice.type;

import java.util.List;

/** One of the given symbols. */
public record EnumType(List<String> symbols) implements Type {

  public EnumType {
    symbols = List.copyOf(symbols);
  }

  @Override
  public String describe() {
    return "enum";
  }
}
