package io.sluice.cli.input;

import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import io.sluice.raw.InMemoryRecord;
import io.sluice.schema.SchemaSource;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A source of records to check: a file or a topic. */
public interface RecordInput extends AutoCloseable {

  /**
   * A record, or the reason it cannot be read.
   *
   * @param name its position: a number, or a partition and an offset
   * @param unreadable why it cannot be read; null if it can
   */
  record Item(String name, @Nullable InMemoryRecord record, @Nullable String unreadable) {}

  /** The next record, or null at the end. */
  @Nullable Item next() throws IOException;

  /** The source of the records' schemas. */
  SchemaSource schemas();

  /**
   * Fails if a schema could not be fetched and its records are therefore held.
   *
   * @throws OutageException if the registry cannot be reached
   * @throws SetUpException if no registry is given
   */
  default void requireSchemas() {}

  /** The share of the input that was read, from 0 to 1. */
  double done();

  @Override
  void close() throws IOException;
}
