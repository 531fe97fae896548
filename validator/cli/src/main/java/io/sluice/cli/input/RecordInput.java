package io.sluice.cli.input;

import io.sluice.failure.OutageException;
import io.sluice.failure.SetUpException;
import io.sluice.raw.InMemoryRecord;
import io.sluice.schema.SchemaSource;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Records to be checked, from wherever they are. */
public interface RecordInput extends AutoCloseable {

  /**
   * A record, or why there is none in its place.
   *
   * @param name where it is: its number, or partition and offset
   * @param unreadable null unless it cannot be made a record at all
   */
  record Item(String name, @Nullable InMemoryRecord record, @Nullable String unreadable) {}

  /** The next one, or null at the end. */
  @Nullable Item next() throws IOException;

  /** What the records' schemas are looked up in. */
  SchemaSource schemas();

  /**
   * Fails where a schema that was looked up could not be had, so that its records are held.
   *
   * @throws OutageException where the registry cannot be had now
   * @throws SetUpException where there is none
   */
  default void requireSchemas() {}

  /** How far the reading has come, of 1. */
  double done();

  @Override
  void close() throws IOException;
}
