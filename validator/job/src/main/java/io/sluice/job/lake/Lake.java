package io.sluice.job.lake;

import io.sluice.job.ConflictException;
import io.sluice.row.RowLayout;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.SupportsNamespaces;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.types.Types.NestedField;

/** The tables of a catalog, made and widened as rows need them. */
public final class Lake implements Closeable {

  private static final int ATTEMPTS = 20;
  private static final int OPENINGS = 3;

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
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the catalog was opened", e);
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

  /** Makes a namespace and drops it again, which fails where nothing may be written. */
  public void requireWritable() {
    if (catalog instanceof SupportsNamespaces namespaces) {
      Namespace probe = Namespace.of("sluice_probe_" + Long.toHexString(System.nanoTime()));
      namespaces.createNamespace(probe);
      namespaces.dropNamespace(probe);
    }
  }

  /** The marks of a table, checked against its history; none where there is no table. */
  public Marks marks(String name) {
    return find(name).map(TableCommitter::marks).orElse(Marks.NONE);
  }

  /**
   * The table for a layout: made where there is none, given columns that it lacks.
   *
   * @param owner the pipeline that may have to make it
   */
  Table forLayout(RowLayout layout, String owner) {
    for (int attempt = 1; ; attempt++) {
      try {
        Table table = find(layout.table()).orElse(null);
        if (table == null) {
          table = create(layout, owner);
        }
        return widen(table, layout);
      } catch (AlreadyExistsException | CommitFailedException e) {
        // another writer was faster: look again
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private Table create(RowLayout layout, String owner) {
    TableIdentifier name = TableIdentifier.parse(layout.table());
    makeNamespace(name.namespace());
    Schema schema = IcebergSchemas.of(layout);
    Catalog.TableBuilder builder =
        catalog
            .buildTable(name, schema)
            .withPartitionSpec(PartitionSpecs.of(layout.table(), schema, layout.partitionBy()))
            .withProperty(TableProperties.FORMAT_VERSION, "2")
            .withProperty("sluice.owner", owner)
            .withProperty("sluice.contract", layout.contract());
    String doc = layout.columns().doc();
    if (doc != null) {
      builder.withProperty("comment", doc);
    }
    return builder.create();
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

  private static Table widen(Table table, RowLayout layout) {
    Schema wanted = IcebergSchemas.of(layout);
    List<NestedField> missing = new ArrayList<>();
    for (NestedField column : wanted.columns()) {
      if (table.schema().findField(column.name()) == null) {
        missing.add(column);
      }
    }
    if (!missing.isEmpty()) {
      UpdateSchema update = table.updateSchema();
      missing.forEach(column -> update.addColumn(column.name(), column.type(), column.doc()));
      update.commit();
      table.refresh();
    }
    for (NestedField column : wanted.columns()) {
      requireSameType(table, layout, column);
    }
    return table;
  }

  private static void requireSameType(Table table, RowLayout layout, NestedField column) {
    NestedField existing = table.schema().findField(column.name());
    if (existing == null || !Shapes.same(existing.type(), column.type())) {
      throw new ConflictException(
          "table "
              + layout.table()
              + " has column "
              + column.name()
              + " of type "
              + (existing == null ? "none" : existing.type())
              + ", but contract "
              + layout.contract()
              + " writes "
              + column.type()
              + ". Use a new table name, or change the column's type by hand.");
    }
  }

  @Override
  public void close() throws IOException {
    if (catalog instanceof Closeable closeable) {
      closeable.close();
    }
  }
}
