package io.sluice.contract;

import io.sluice.failure.FilePlace;
import io.sluice.failure.Problem;
import java.util.List;
import java.util.Map;

/**
 * The positions of the keys that a contract contains, for problems that are found later.
 *
 * @param file the start of the file
 * @param keys the keys of the contract, and the keys of its mappings after the mapping's key and a
 *     dot
 */
public record WrittenKeys(FilePlace file, Map<String, FilePlace> keys) {

  /** Whether the contract contains every key of the path. */
  boolean has(List<String> path) {
    return keys.containsKey(String.join(".", path));
  }

  /** A problem at the innermost key of the path that the contract contains, or else at the file. */
  Problem at(List<String> path, String message) {
    FilePlace outer = keys.getOrDefault(path.get(0), file);
    return keys.getOrDefault(String.join(".", path), outer).at(message);
  }
}
