package io.sluice.audit;

import io.sluice.audit.report.Finding.Kind;
import io.sluice.audit.report.Findings;
import io.sluice.offset.Coordinates;
import java.util.ArrayList;
import java.util.List;

/** Problems in the rows of one file, which become findings after the whole file was read. */
final class RowNotices {

  private record Notice(Kind kind, Coordinates at, String message) {}

  private final List<Notice> notices = new ArrayList<>();

  void add(Kind kind, Coordinates at, String message) {
    notices.add(new Notice(kind, at, message));
  }

  /**
   * Turns the problems into findings.
   *
   * @param table the table of the file
   */
  void settle(String table, Findings findings) {
    notices.forEach(one -> findings.add(one.kind(), one.at(), table, one.message()));
  }
}
