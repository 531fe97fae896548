package io.sluice.expression;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import io.sluice.type.DecimalType;
import io.sluice.type.EnumType;
import io.sluice.type.Field;
import io.sluice.type.RecordType;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The types of an event for CEL's type checker. */
@SuppressWarnings("Immutable") // it grows only while one expression is compiled, by one thread
final class ExpressionTypes implements CelTypeProvider {

  /**
   * Types whose null the checker distinguishes from a value. For other types, it treats null as
   * dynamic.
   */
  private static final Set<CelType> NULLABLE =
      Set.of(
          SimpleType.STRING, SimpleType.BOOL, SimpleType.BYTES, SimpleType.INT, SimpleType.DOUBLE);

  private final IdentityHashMap<RecordType, StructType> structs = new IdentityHashMap<>();
  private final Map<String, StructType> byName = new HashMap<>();

  /** The checker's type for values that are never null. */
  CelType of(Type type) {
    if (type instanceof Scalar scalar) {
      return scalar(scalar);
    }
    if (type instanceof EnumType) {
      return SimpleType.STRING;
    }
    if (type instanceof RecordType record) {
      return struct(record);
    }
    if (type instanceof io.sluice.type.ListType list) {
      return ListType.create(field(list.element(), list.elementNullable()));
    }
    if (type instanceof io.sluice.type.MapType map) {
      return MapType.create(SimpleType.STRING, field(map.value(), map.valueNullable()));
    }
    return type instanceof DecimalType ? DecimalFunctions.TYPE : SimpleType.DYN;
  }

  private static CelType scalar(Scalar scalar) {
    if (scalar == Scalar.DATE || scalar.isTimestamp()) {
      return SimpleType.TIMESTAMP;
    }
    return switch (scalar) {
      case BOOLEAN -> SimpleType.BOOL;
      case STRING, UUID -> SimpleType.STRING;
      case BYTES, DURATION -> SimpleType.BYTES;
      case INT, LONG, TIME_MILLIS, TIME_MICROS -> SimpleType.INT;
      case FLOAT, DOUBLE -> SimpleType.DOUBLE;
      case NUMBER -> DecimalFunctions.TYPE;
      default -> SimpleType.DYN;
    };
  }

  private CelType field(Type type, boolean nullable) {
    CelType plain = of(type);
    if (!nullable || plain instanceof StructType) {
      return plain;
    }
    return NULLABLE.contains(plain)
        ? NullableType.create(plain)
        : plain.equals(SimpleType.TIMESTAMP) ? plain : SimpleType.DYN;
  }

  private StructType struct(RecordType record) {
    StructType known = structs.get(record);
    if (known != null) {
      return known;
    }
    String name = "sluice.Record" + structs.size();
    ImmutableSet<String> names =
        ImmutableSet.copyOf(record.fields().stream().map(Field::name).collect(Collectors.toSet()));
    StructType struct =
        StructType.create(
            name,
            names,
            field -> {
              int at = record.position(field);
              return at < 0
                  ? Optional.empty()
                  : Optional.of(
                      field(record.fields().get(at).type(), record.fields().get(at).nullable()));
            });
    structs.put(record, struct);
    byName.put(name, struct);
    return struct;
  }

  @Override
  public ImmutableCollection<CelType> types() {
    return ImmutableList.copyOf(byName.values());
  }

  @Override
  public Optional<CelType> findType(String name) {
    return Optional.ofNullable(byName.get(name));
  }
}
