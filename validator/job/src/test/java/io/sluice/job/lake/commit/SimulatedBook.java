package io.sluice.job.lake.commit;

import io.sluice.job.start.StartBook;
import io.sluice.job.start.StartStore;
import java.util.List;

/** The book of starts for simulations; may crash after some of its entries are written. */
final class SimulatedBook implements StartStore {

  private final StartBook book = new StartBook("catalog");
  private int left = Integer.MAX_VALUE;

  /** Lets only so many more entries through. */
  void crashAfter(int entries) {
    left = entries;
  }

  void heal() {
    left = Integer.MAX_VALUE;
  }

  @Override
  public StartBook read() {
    return book;
  }

  @Override
  public void write(List<StartBook.Entry> entries) {
    for (StartBook.Entry entry : entries) {
      if (left-- <= 0) {
        throw new SimulatedCrash();
      }
      book.take(entry.key(), entry.value());
    }
  }
}
