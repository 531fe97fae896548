package io.sluice.job.lake.table;

import io.sluice.contract.Contract;
import io.sluice.failure.InterruptionException;
import io.sluice.failure.Problem;
import io.sluice.failure.SetUpException;
import io.sluice.fault.Code;
import io.sluice.job.mark.Marks;
import io.sluice.job.start.TableState;
import io.sluice.row.AuditColumns;
import io.sluice.row.LayoutCheck;
import io.sluice.row.Misfit;
import io.sluice.row.RowLayout;
import io.sluice.row.TableColumns;
import io.sluice.row.Tables;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchTableException;

/** The tables of a catalog, created and changed as rows require. */
public final class Lake implements Closeable {

  private static final int ATTEMPTS = 20;
  private static final int OPENINGS = 3;

  /** The table property with the time when Sluice created the table, an ISO instant. */
  private static final String CREATED_AT = "sluice.created-at";

  /** The table property with the contract for which Sluice created the table. */
  static final String CONTRACT = "sluice.contract";

  /**
   * Default table properties for streams. With a commit every few seconds, metadata files must not
   * pile up, and row groups stay in memory until they are full.
   */
  private static final Map<String, String> STANDARD =
      Map.of(
          TableProperties.FORMAT_VERSION, "2",
          TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true",
          TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "50",
          TableProperties.PARQUET_COMPRESSION, "zstd",
          TableProperties.PARQUET_ROW_GROUP_SIZE_BYTES, "33554432",
          TableProperties.WRITE_TARGET_FILE_SIZE_BYTES, "134217728");

  private final Catalog catalog;

  /**
   * Opens a catalog.
   *
   * @param properties Iceberg's own
   */
  public Lake(Map<String, String> properties) {
    this.catalog = open(properties);
  }

  /**
   * Opens a catalog, with retries: some catalogs, such as JDBC, create their own tables on first
   * use, and two clients can collide.
   */
  private static Catalog open(Map<String, String> properties) {
    for (int attempt = 1; ; attempt++) {
      try {
        return CatalogUtil.buildIcebergCatalog("sluice", properties, new Configuration());
      } catch (RuntimeException e) {
        if (attempt == OPENINGS) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      throw InterruptionException.of(e);
    }
  }

  public Catalog catalog() {
    return catalog;
  }

  /** The table of the given name, if it exists. */
  public Optional<Table> find(String name) {
    try {
      return Optional.of(catalog.loadTable(TableIdentifier.parse(name)));
    } catch (NoSuchTableException e) {
      return Optional.empty();
    }
  }

  /**
   * A table that the gate has prepared.
   *
   * @throws IllegalStateException if it is gone
   */
  public Table prepared(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "table " + name + " was dropped after the gate prepared it"));
  }

  /** Creates a namespace and drops it again. Fails if the catalog is not writable. */
  public void requireWritable() {
    if (catalog instanceof SupportsNamespaces namespaces) {
      Namespace probe = Namespace.of("sluice_probe_" + Long.toHexString(System.nanoTime()));
      namespaces.createNamespace(probe);
      namespaces.dropNamespace(probe);
    }
  }

  /**
   * Whether a contract's table already exists.
   *
   * @throws SetUpException if its partitioning differs from the contract, or if it lacks the trace
   *     column and the contract does not allow adding it
   */
  public boolean isThere(Contract contract) {
    Contract.Table target = contract.table();
    Table table = find(target.name()).orElse(null);
    if (table == null) {
      return false;
    }
    PartitionSpecs.requireSame(target, table);
    String trace = AuditColumns.TRACE_ID.name();
    if (target.traceId()
        && target.evolution() == Contract.Evolution.NONE
        && table.schema().findField(trace) == null) {
      throw noTraceColumn(
          target.name(),
          contract.name(),
          "the table does not have it, and the contract sets evolution to none");
    }
    return true;
  }

  private static SetUpException noTraceColumn(String table, String contract, String why) {
    return new SetUpException(
        "table "
            + table
            + " cannot store the column '"
            + AuditColumns.TRACE_ID.name()
            + "' that contract "
            + contract
            + " requires: "
            + why
            + ". Set evolution to add, add the column to the table yourself (type string), or"
            + " remove traceId from the contract.");
  }

  /** The state of a table for a start decision. Its marks are checked against its history. */
  public TableState state(String name) {
    return find(name)
        .map(table -> new TableState(table.uuid().toString(), CheckedMarks.of(table)))
        .orElse(TableState.ABSENT);
  }

  /** The marks of a table, checked against its history. None if the table does not exist. */
  public Marks marks(String name) {
    return find(name).map(CheckedMarks::of).orElse(Marks.NONE);
  }

  /**
   * Creates the table if it does not exist, otherwise adds missing columns as far as the contract
   * allows.
   *
   * @param layouts chooses the layout for the columns that the table has
   * @param owner the pipeline, which becomes the owner of a new table
   * @throws SetUpException if the contract does not fit the table
   */
  Tables.Prepared prepare(
      Contract.Table target, Function<TableColumns, RowLayout> layouts, String owner) {
    for (int attempt = 1; ; attempt++) {
      try {
        Table table = find(target.name()).orElse(null);
        if (table == null) {
          create(layouts.apply(TableColumns.NONE), owner);
          return new Tables.Prepared(TableColumns.NONE, Map.of());
        }
        PartitionSpecs.requireSame(target, table);
        TableColumns columns = IcebergColumns.of(table);
        RowLayout layout = layouts.apply(columns);
        Map<String, Misfit> misfits = Evolution.apply(table, layout, columns);
        requireAuditColumns(layout, misfits);
        return new Tables.Prepared(columns, misfits);
      } catch (AlreadyExistsException | CommitFailedException e) {
        // another writer was faster: try again
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static void requireAuditColumns(RowLayout layout, Map<String, Misfit> misfits) {
    Misfit topicId = misfits.get(AuditColumns.TOPIC_ID);
    if (topicId != null && topicId.code() == Code.NO_COLUMN) {
      // older tables to which columns must not be added do not have it
      misfits.remove(AuditColumns.TOPIC_ID);
    }
    misfits.forEach(
        (path, misfit) -> {
          if (path.equals(AuditColumns.TRACE_ID.name())) {
            throw noTraceColumn(layout.table(), layout.contract(), misfit.message());
          }
          if (AuditColumns.isOne(path)) {
            throw new SetUpException(
                "table "
                    + layout.table()
                    + " cannot store the audit column '"
                    + path
                    + "': "
                    + misfit.message()
                    + ". Every row must be traceable to its record. Change the table, or"
                    + " use a different one.");
          }
        });
  }

  private void create(RowLayout layout, String owner) {
    List<Problem> problems = LayoutCheck.problems(layout.target(), layout.columns(), null);
    if (!problems.isEmpty()) {
      throw new SetUpException(
          "table "
              + layout.table()
              + " cannot be created: "
              + problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
    }
    TableIdentifier name = TableIdentifier.parse(layout.table());
    makeNamespace(name.namespace());
    Schema schema = IcebergSchemas.of(layout);
    Catalog.TableBuilder builder =
        catalog
            .buildTable(name, schema)
            .withPartitionSpec(PartitionSpecs.of(layout.target(), schema))
            .withSortOrder(PartitionSpecs.order(layout.target(), schema))
            .withProperties(STANDARD)
            .withProperties(layout.target().properties())
            .withProperty("sluice.owner", owner)
            .withProperty(CREATED_AT, Instant.now().toString())
            .withProperty(
                TableColumns.PROPERTY,
                TableColumns.NONE.property(layout, IcebergColumns.paths(schema)))
            .withProperty(CONTRACT, layout.contract());
    String doc = layout.columns().doc();
    if (doc != null) {
      builder.withProperty("comment", doc);
    }
    builder.create();
  }

  /** Finds or creates a table of the pipeline itself. */
  public Table findOrCreate(String name, Schema schema, String owner) {
    for (int attempt = 1; ; attempt++) {
      Table table = find(name).orElse(null);
      if (table != null) {
        return table;
      }
      TableIdentifier identifier = TableIdentifier.parse(name);
      makeNamespace(identifier.namespace());
      try {
        return catalog
            .buildTable(identifier, schema)
            .withProperties(STANDARD)
            .withProperty("sluice.owner", owner)
            .create();
      } catch (AlreadyExistsException e) {
        // another writer was faster: try again
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void makeNamespace(Namespace namespace) {
    if (catalog instanceof SupportsNamespaces namespaces
        && !namespaces.namespaceExists(namespace)) {
      try {
        namespaces.createNamespace(namespace);
      } catch (RuntimeException e) {
        // another writer can have been faster, and each catalog reports that differently
        if (!namespaces.namespaceExists(namespace)) {
          throw e;
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (catalog instanceof Closeable closeable) {
      closeable.close();
    }
  }
}
