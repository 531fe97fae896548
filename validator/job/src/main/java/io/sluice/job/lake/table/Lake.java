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

/** The tables of a catalog, made and changed as rows need them. */
public final class Lake implements Closeable {

  private static final int ATTEMPTS = 20;
  private static final int OPENINGS = 3;

  /** The table property that says when Sluice created the table; an ISO instant. */
  private static final String CREATED_AT = "sluice.created-at";

  /** The table property that says for which contract Sluice created the table. */
  static final String CONTRACT = "sluice.contract";

  /**
   * What suits a stream, unless the contract says otherwise: a commit every few seconds must not
   * make metadata files without end, and row groups are held in memory until they are full.
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
   * Opens again where that fails: a JDBC catalog makes its tables on first use, and so do others.
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

  /** The table of that name, if there is one. */
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
   * @throws IllegalStateException where it is gone
   */
  public Table prepared(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "table " + name + " was dropped since the gate prepared it"));
  }

  /** Makes a namespace and drops it again, which fails where nothing may be written. */
  public void requireWritable() {
    if (catalog instanceof SupportsNamespaces namespaces) {
      Namespace probe = Namespace.of("sluice_probe_" + Long.toHexString(System.nanoTime()));
      namespaces.createNamespace(probe);
      namespaces.dropNamespace(probe);
    }
  }

  /**
   * Whether a contract's table is there already.
   *
   * @throws SetUpException where it is partitioned otherwise than the contract says, or lacks the
   *     column for traces and may not be given one
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
      throw noTraceColumn(target.name(), contract.name(), "it has none, and evolution is none");
    }
    return true;
  }

  private static SetUpException noTraceColumn(String table, String contract, String why) {
    return new SetUpException(
        "table "
            + table
            + " cannot hold the column '"
            + AuditColumns.TRACE_ID.name()
            + "' that contract "
            + contract
            + " asks for: "
            + why
            + ". Set evolution to add, or add the column to the table by hand as a string, or take"
            + " traceId out of the contract.");
  }

  /** A table as a start is decided from it; its marks are checked against its history. */
  public TableState state(String name) {
    return find(name)
        .map(table -> new TableState(table.uuid().toString(), CheckedMarks.of(table)))
        .orElse(TableState.ABSENT);
  }

  /** The marks of a table, checked against its history; none where there is no table. */
  public Marks marks(String name) {
    return find(name).map(CheckedMarks::of).orElse(Marks.NONE);
  }

  /**
   * Makes a table where there is none, else gives it the columns that it lacks as far as the
   * contract allows.
   *
   * @param layouts chooses the columns by those that the table has
   * @param owner the pipeline that may have to make it
   * @throws SetUpException where the contract does not go with the table
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
        // another writer was faster: look again
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static void requireAuditColumns(RowLayout layout, Map<String, Misfit> misfits) {
    Misfit topicId = misfits.get(AuditColumns.TOPIC_ID);
    if (topicId != null && topicId.code() == Code.NO_COLUMN) {
      // tables made before it was introduced, that may not be given columns, go without it
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
                    + " cannot hold the audit column '"
                    + path
                    + "': "
                    + misfit.message()
                    + ". Every row must lead back to its record; change the table, or use another.");
          }
        });
  }

  private void create(RowLayout layout, String owner) {
    List<Problem> problems = LayoutCheck.problems(layout.target(), layout.columns(), null);
    if (!problems.isEmpty()) {
      throw new SetUpException(
          "table "
              + layout.table()
              + " cannot be made: "
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

  /** A table of the pipeline's own. */
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
        // another writer was faster: look again
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
        // another writer may have been faster, which each kind of catalog says in its own way
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
