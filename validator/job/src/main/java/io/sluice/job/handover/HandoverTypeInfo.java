package io.sluice.job.handover;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The type of the values between the gate and its writers. They never cross a network: gate and
 * writers are chained, because rows of many layouts are expensive to serialize.
 */
public final class HandoverTypeInfo<T> extends TypeInformation<T> {

  private static final long serialVersionUID = 1L;

  private final Class<T> type;

  public HandoverTypeInfo(Class<T> type) {
    this.type = type;
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return new Handover<>();
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public Class<T> getTypeClass() {
    return type;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public String toString() {
    return type.getSimpleName();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HandoverTypeInfo<?> info && info.type == type;
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof HandoverTypeInfo<?>;
  }

  private static final class Handover<T> extends TypeSerializerSingleton<T> {

    private static final long serialVersionUID = 1L;

    private static IllegalStateException unchained() {
      return new IllegalStateException(
          "the gate must be chained to its writers. Do not set"
              + " pipeline.operator-chaining.enabled to false.");
    }

    @Override
    public boolean isImmutableType() {
      return true;
    }

    @Override
    public T createInstance() {
      throw unchained();
    }

    @Override
    public T copy(T from) {
      return from;
    }

    @Override
    public T copy(T from, T reuse) {
      return from;
    }

    @Override
    public int getLength() {
      return -1;
    }

    @Override
    public void serialize(T value, DataOutputView target) {
      throw unchained();
    }

    @Override
    public T deserialize(DataInputView source) {
      throw unchained();
    }

    @Override
    public T deserialize(T reuse, DataInputView source) {
      throw unchained();
    }

    @Override
    public void copy(DataInputView source, DataOutputView target) {
      throw unchained();
    }

    @Override
    public TypeSerializerSnapshot<T> snapshotConfiguration() {
      throw unchained();
    }
  }
}
