package io.sluice.job.lake;

import java.util.List;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types.NestedField;

/** Compares Iceberg types by what they hold, not by field ids. */
final class Shapes {

  private Shapes() {}

  /** Whether a value of the one is a value of the other, with all nested fields alike. */
  static boolean same(Type one, Type other) {
    if (one.typeId() != other.typeId()) {
      return false;
    }
    if (one.isPrimitiveType()) {
      return one.equals(other);
    }
    List<NestedField> mine = one.asNestedType().fields();
    List<NestedField> others = other.asNestedType().fields();
    if (mine.size() != others.size()) {
      return false;
    }
    for (int i = 0; i < mine.size(); i++) {
      if (!mine.get(i).name().equals(others.get(i).name())
          || !same(mine.get(i).type(), others.get(i).type())) {
        return false;
      }
    }
    return true;
  }
}
