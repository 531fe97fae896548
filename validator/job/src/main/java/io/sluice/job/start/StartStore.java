package io.sluice.job.start;

import java.util.List;

/** Where the book of starts is kept. */
public interface StartStore {

  /** The book as it is now. */
  StartBook read();

  /** Adds entries; when this returns, they are there to stay. */
  void write(List<StartBook.Entry> entries);
}
