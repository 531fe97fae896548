package io.sluice.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.encryption.EncryptionManager;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;
import org.apache.iceberg.jdbc.JdbcCatalog;

/**
 * A real JDBC catalog in which a test can plant a fault: it writes one word into the file named by
 * the property {@code fault.file}. Only commits that move Sluice's marks are hit, each word once.
 *
 * <ul>
 *   <li>{@code halt-before}: the process dies with data files closed and nothing committed
 *   <li>{@code halt-after}: it dies after the commit, before anybody hears of it
 *   <li>{@code halt-second}: it dies before the second table's commit of a checkpoint
 *   <li>{@code lost-reply}: the commit happens, but its answer is lost
 *   <li>{@code down}: no commit happens until the file is gone
 * </ul>
 */
public final class FaultyCatalog extends JdbcCatalog {

  private Path fault = Path.of("");

  @Override
  public void initialize(String name, Map<String, String> properties) {
    fault = Path.of(properties.get("fault.file"));
    super.initialize(name, properties);
  }

  @Override
  protected TableOperations newTableOps(TableIdentifier identifier) {
    return new Faulty(super.newTableOps(identifier));
  }

  private final class Faulty implements TableOperations {

    private final TableOperations real;

    Faulty(TableOperations real) {
      this.real = real;
    }

    @Override
    public void commit(TableMetadata base, TableMetadata metadata) {
      boolean marks =
          base != null
              && !java.util.Objects.equals(
                  base.properties().get("sluice.marks"), metadata.properties().get("sluice.marks"));
      if (!marks) {
        real.commit(base, metadata);
        return;
      }
      if (has("down")) {
        throw new UncheckedIOException(new IOException("the catalog is down, by intent"));
      }
      if (take("halt-before")) {
        Runtime.getRuntime().halt(17);
      }
      boolean first = take("halt-second");
      real.commit(base, metadata);
      if (first) {
        plant("halt-before");
      }
      if (take("halt-after")) {
        Runtime.getRuntime().halt(18);
      }
      if (take("lost-reply")) {
        throw new CommitStateUnknownException(new IOException("the reply was lost, by intent"));
      }
    }

    private boolean has(String word) {
      try {
        return Files.readString(fault).strip().equals(word);
      } catch (NoSuchFileException e) {
        return false;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private boolean take(String word) {
      try {
        return has(word) && Files.deleteIfExists(fault);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void plant(String word) {
      try {
        Files.writeString(fault, word);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public TableMetadata current() {
      return real.current();
    }

    @Override
    public TableMetadata refresh() {
      return real.refresh();
    }

    @Override
    public FileIO io() {
      return real.io();
    }

    @Override
    public EncryptionManager encryption() {
      return real.encryption();
    }

    @Override
    public String metadataFileLocation(String fileName) {
      return real.metadataFileLocation(fileName);
    }

    @Override
    public LocationProvider locationProvider() {
      TableMetadata metadata = current();
      return metadata == null
          ? real.locationProvider()
          : LocationProviders.locationsFor(metadata.location(), metadata.properties());
    }

    @Override
    public TableOperations temp(TableMetadata uncommitted) {
      return real.temp(uncommitted);
    }

    @Override
    public long newSnapshotId() {
      return real.newSnapshotId();
    }

    @Override
    public boolean requireStrictCleanup() {
      return real.requireStrictCleanup();
    }
  }
}
