package io.sluice.contract;

import java.util.List;
import java.util.ServiceLoader;

/** A language that {@code value.format} may name, found on the class path as a service. */
public interface ValueLanguage {

  /** As contracts name it, as in {@code avro}. */
  String name();

  /** As messages name it, as in {@code Avro}. */
  String label();

  /** Those on the class path. */
  static List<ValueLanguage> all() {
    return Known.ALL;
  }

  /** Those on the class path, loaded once. */
  final class Known {
    private static final List<ValueLanguage> ALL =
        ServiceLoader.load(ValueLanguage.class, ValueLanguage.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList();

    private Known() {}
  }
}
