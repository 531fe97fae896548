package io.sluice.row;

import io.sluice.contract.Contract;
import io.sluice.contract.Contract.Transform;
import io.sluice.fault.Code;
import io.sluice.fault.Faults;
import io.sluice.limit.Limits;
import io.sluice.type.RecordType;
import io.sluice.type.Scalar;
import io.sluice.type.Type;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Rejects values that would create useless partitions: a time far from today, or text that is too
 * long for a path.
 */
final class PartitionGuard {

  /**
   * The maximum length of a value in bytes: the 255 bytes of a file name, without the column's
   * name.
   */
  private static final int MOST_BYTES = 180;

  /** The position in a row of a partition field's value. */
  private record Place(Contract.Partition partition, int[] at, Type type) {

    @Nullable Object find(@Nullable Object[] row) {
      Object value = row[at[0]];
      for (int i = 1; i < at.length && value != null; i++) {
        value = ((Object[]) value)[at[i]];
      }
      return value;
    }
  }

  private final List<Place> places = new ArrayList<>();
  private final Limits limits;

  PartitionGuard(RowLayout layout, Limits limits) {
    this.limits = limits;
    for (Contract.Partition partition : layout.target().partitionBy()) {
      Place place = place(partition, layout.columns());
      if (place != null && partition.transform() != Transform.BUCKET) {
        places.add(place);
      }
    }
  }

  /** Null if this schema does not have the column, so that its value is always null. */
  private static @Nullable Place place(Contract.Partition partition, RecordType columns) {
    String[] names = partition.column().split("\\.");
    int[] at = new int[names.length];
    Type type = columns;
    for (int i = 0; i < names.length; i++) {
      if (!(type instanceof RecordType record) || record.position(names[i]) < 0) {
        return null;
      }
      at[i] = record.position(names[i]);
      type = record.fields().get(at[i]).type();
    }
    return new Place(partition, at, type);
  }

  /**
   * Adds a fault for every rejected value.
   *
   * @param now milliseconds since the epoch
   */
  void check(@Nullable Object[] row, long now, Faults faults) {
    for (Place place : places) {
      Object value = place.find(row);
      if (value == null) {
        continue;
      }
      if (place.type() == Scalar.DATE) {
        checkDay((Integer) value, now, place, faults);
      } else if (place.type() instanceof Scalar scalar && scalar.isTimestamp()) {
        checkDay(Math.floorDiv((Long) value, TimeUnit.DAYS.toMicros(1)), now, place, faults);
      } else {
        checkLength(value, place, faults);
      }
    }
  }

  private void checkDay(long day, long now, Place place, Faults faults) {
    long today = TimeUnit.MILLISECONDS.toDays(now);
    if (day < today - limits.partitionDaysBack() || day > today + limits.partitionDaysAhead()) {
      faults.add(
          Code.PARTITION_OUT_OF_RANGE,
          place.partition().column(),
          "determines the partition and is more than "
              + (day < today
                  ? limits.partitionDaysBack() + " days before"
                  : limits.partitionDaysAhead() + " days after")
              + " today");
    }
  }

  private static void checkLength(Object value, Place place, Faults faults) {
    int bytes = 0;
    if (value instanceof String text) {
      bytes =
          place.partition().transform() == Transform.TRUNCATE
              ? Math.min(encoded(text), 9 * place.partition().width())
              : encoded(text);
    } else if (value instanceof ByteBuffer buffer) {
      bytes = buffer.remaining() * 4 / 3;
    }
    if (bytes > MOST_BYTES) {
      faults.add(
          Code.PARTITION_OUT_OF_RANGE,
          place.partition().column(),
          "determines the partition and is too long for a partition name");
    }
  }

  private static int encoded(String text) {
    return text.length() > MOST_BYTES
        ? text.length()
        : URLEncoder.encode(text, StandardCharsets.UTF_8).length();
  }
}
