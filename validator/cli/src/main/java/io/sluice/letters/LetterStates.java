package io.sluice.letters;

import io.sluice.failure.OutageException;
import io.sluice.job.lake.table.Lake;
import io.sluice.offset.Coordinates;
import io.sluice.offset.RecordSet;
import io.sluice.pipeline.Setup;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;

/** The states of letters, from the journal and the tables. */
public final class LetterStates {

  private final Journal journal;
  private final RecordSet rows;
  private final RecordSet origins;
  private final boolean hasTables;

  /**
   * Creates the states.
   *
   * @param rows records that are in a table
   * @param origins records whose replay is in a table
   */
  LetterStates(Journal journal, RecordSet rows, RecordSet origins) {
    this(journal, rows, origins, true);
  }

  private LetterStates(Journal journal, RecordSet rows, RecordSet origins, boolean hasTables) {
    this.journal = journal;
    this.rows = rows;
    this.origins = origins;
    this.hasTables = hasTables;
  }

  /** Uses only the journal: void or repaired letters are reported in other states. */
  static LetterStates of(Journal journal) {
    return new LetterStates(journal, new RecordSet(), new RecordSet(), false);
  }

  /**
   * Reads the tables that can contain records from some topics.
   *
   * @param topics the source topics of the records
   */
  public static LetterStates of(Setup setup, Journal journal, Set<String> topics) {
    LetterStates states = new LetterStates(journal, new RecordSet(), new RecordSet());
    Set<String> tables = new LinkedHashSet<>();
    io.sluice.pipeline.Topics all = new io.sluice.pipeline.Topics(setup.contracts());
    topics.forEach(topic -> tables.addAll(all.tablesOf(topic)));
    Map<String, String> catalog = new HashMap<>(setup.config().lake().catalog());
    try (Lake lake = new Lake(catalog)) {
      for (String name : tables) {
        Table table = lake.find(name).orElse(null);
        if (table != null) {
          states.read(table, "kafka", of("_kafka_topic", topics), states.rows);
          states.read(table, "origin", of("_origin_topic", topics), states.origins);
        }
      }
    } catch (IOException e) {
      throw new OutageException("cannot read the tables: " + e.getMessage(), e);
    }
    return states;
  }

  /** Selects rows whose column is one of the topics; Iceberg's {@code in} fails on null. */
  static Expression of(String column, Set<String> topics) {
    return Expressions.and(Expressions.notNull(column), Expressions.in(column, topics.toArray()));
  }

  private void read(Table table, String prefix, Expression which, RecordSet into)
      throws IOException {
    String topic = "_" + prefix + "_topic";
    String partition = "_" + prefix + "_partition";
    String offset = "_" + prefix + "_offset";
    try (CloseableIterable<Record> found =
        IcebergGenerics.read(table).select(topic, partition, offset).where(which).build()) {
      for (Record row : found) {
        Integer number = (Integer) row.getField(partition);
        Long at = (Long) row.getField(offset);
        if (number != null && at != null) {
          into.add(new Coordinates("" + row.getField(topic), number, at));
        }
      }
    }
  }

  /** Whether the tables were read. */
  public boolean hasTables() {
    return hasTables;
  }

  /** The state of a letter. */
  public State of(Letter letter) {
    Coordinates id = letter.id();
    if (rows.contains(id)) {
      return State.VOID;
    }
    if (origins.contains(letter.origin())) {
      return State.REPAIRED;
    }
    if (journal.discarded().contains(id)) {
      return State.DISCARDED;
    }
    if (journal.sent().contains(id)) {
      return State.SENT;
    }
    return journal.parked().contains(id) ? State.PARKED : State.OPEN;
  }

  /** Whether a table has the row of a repaired record. */
  public boolean isRepaired(Coordinates origin) {
    return origins.contains(origin);
  }
}
