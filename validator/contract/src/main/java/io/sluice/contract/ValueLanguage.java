package io.sluice.contract;

import java.util.List;
import java.util.ServiceLoader;

/** A language for {@code value.format}, loaded from the class path as a service. */
public interface ValueLanguage {

  /** The name in contracts, such as {@code avro}. */
  String name();

  /** The name in messages, such as {@code Avro}. */
  String label();

  /** The languages on the class path. */
  static List<ValueLanguage> all() {
    return Known.ALL;
  }

  /** The languages on the class path, loaded once. */
  final class Known {
    private static final List<ValueLanguage> ALL =
        ServiceLoader.load(ValueLanguage.class, ValueLanguage.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList();

    private Known() {}
  }
}
