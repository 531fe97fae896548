package io.sluice.audit.lake;

import io.sluice.audit.lake.AuditedTable.State;
import io.sluice.audit.report.Finding.Kind;
import io.sluice.audit.report.Findings;
import io.sluice.audit.value.FieldColumns;
import io.sluice.failure.OutageException;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.shaded.com.fasterxml.jackson.core.JsonProcessingException;

/** Opens tables of a catalog. */
public final class LakeReader implements AutoCloseable {

  private final Catalog catalog;
  private final Findings findings;

  /**
   * Connects to a catalog.
   *
   * @param properties Iceberg's own catalog properties
   */
  public LakeReader(Map<String, String> properties, Findings findings) {
    this.catalog = CatalogUtil.buildIcebergCatalog("sluice", properties, new Configuration());
    this.findings = findings;
  }

  /**
   * Opens the current state of a table.
   *
   * @throws OutageException if the catalog does not respond
   */
  public AuditedTable open(String name) {
    try {
      TableIdentifier identifier = TableIdentifier.parse(name);
      Table table = catalog.loadTable(identifier);
      if (!FieldColumns.isReadable(table)) {
        findings.add(Kind.MARKS, name, "the table property sluice.columns is not valid");
      }
      return new AuditedTable(name, table, State.READABLE, TableMarks.of(table, name, findings));
    } catch (NoSuchTableException e) {
      return without(name, State.ABSENT);
    } catch (ForbiddenException | NotAuthorizedException e) {
      return without(name, State.DENIED);
    } catch (NotFoundException e) {
      findings.add(
          Kind.MISSING_FILE, name, "the table's metadata file is missing: " + e.getMessage());
      return without(name, State.DAMAGED);
    } catch (RuntimeException e) {
      if (isDamaged(e)) {
        findings.add(Kind.MISSING_FILE, name, "the table's metadata file is damaged");
        return without(name, State.DAMAGED);
      }
      throw new OutageException(
          "cannot open table " + name + ": " + e.getMessage() + ". Check lake.catalog.", e);
    }
  }

  /** Whether a metadata file was read and is not valid. */
  private static boolean isDamaged(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof JsonProcessingException) {
        return true;
      }
    }
    return false;
  }

  private static AuditedTable without(String name, State state) {
    return new AuditedTable(name, null, state, TableMarks.NONE);
  }

  @Override
  public void close() throws IOException {
    if (catalog instanceof Closeable closeable) {
      closeable.close();
    }
  }
}
