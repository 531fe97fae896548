package io.sluice.contract;

import io.sluice.failure.FilePlace;
import io.sluice.failure.Problem;
import java.util.List;
import java.util.Map;

/**
 * Which keys of a contract are written, and where; for problems that are found later.
 *
 * @param file where the file begins
 * @param keys of the contract and of the mappings in it, the latter after their own and a dot
 */
public record WrittenKeys(FilePlace file, Map<String, FilePlace> keys) {

  /** Whether every name on a path of keys is written. */
  boolean has(List<String> path) {
    return keys.containsKey(String.join(".", path));
  }

  /** A problem at the innermost name on a path of keys that is written; else at the file. */
  Problem at(List<String> path, String message) {
    FilePlace outer = keys.getOrDefault(path.get(0), file);
    return keys.getOrDefault(String.join(".", path), outer).at(message);
  }
}
