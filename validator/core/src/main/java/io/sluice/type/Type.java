package io.sluice.type;

/**
 * The shape of a decoded value. The Java class of a value follows from it:
 *
 * <ul>
 *   <li>{@link Scalar}: as its constants say
 *   <li>{@link DecimalType}: BigDecimal of that scale
 *   <li>{@link FixedType}: ByteBuffer
 *   <li>{@link EnumType}: String
 *   <li>{@link RecordType}: {@link Struct}
 *   <li>{@link ListType}: List
 *   <li>{@link MapType}: Map with String keys
 *   <li>{@link UnionType}: {@link Variant}
 * </ul>
 *
 * A nullable place holds null, whatever its type; {@link Absent} stands for a place that is not
 * there at all.
 */
public sealed interface Type
    permits Scalar, DecimalType, FixedType, EnumType, RecordType, ListType, MapType, UnionType {

  /** The name of this type in messages to users. */
  String describe();
}
