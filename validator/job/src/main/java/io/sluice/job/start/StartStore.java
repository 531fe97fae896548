package io.sluice.job.start;

import java.util.List;

/** The store of the book of starts. */
public interface StartStore {

  /** The current book. */
  StartBook read();

  /** Adds entries. They are durable when this returns. */
  void write(List<StartBook.Entry> entries);
}
