package io.sluice.job.lake.table;

import java.util.function.Consumer;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.Transaction;
import org.apache.iceberg.Transactions;
import org.apache.iceberg.encryption.EncryptionManager;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/**
 * Table operations that check the metadata on each commit attempt. Iceberg's transactions repeat
 * their updates after a conflict; here a guard checks each attempt.
 */
public final class GuardedOperations implements TableOperations {

  /** Ends a transaction without cleanup, so that no file that may be committed is deleted. */
  public static final class Refused extends CommitStateUnknownException {
    private static final long serialVersionUID = 1L;

    public Refused(RuntimeException reason) {
      super(reason);
    }
  }

  private final TableOperations operations;
  private final Consumer<TableMetadata> guard;

  private GuardedOperations(TableOperations operations, Consumer<TableMetadata> guard) {
    this.operations = operations;
    this.guard = guard;
  }

  /**
   * Begins a transaction.
   *
   * @param guard throws {@link Refused} if the transaction must not be applied to the metadata
   */
  public static Transaction begin(Table table, Consumer<TableMetadata> guard) {
    return Transactions.newTransaction(
        table.name(), new GuardedOperations(((HasTableOperations) table).operations(), guard));
  }

  @Override
  public TableMetadata current() {
    return operations.current();
  }

  /** Checks here as well: a refusal before updates are repeated leaves nothing behind. */
  @Override
  public TableMetadata refresh() {
    TableMetadata metadata = operations.refresh();
    guard.accept(metadata);
    return metadata;
  }

  @Override
  public void commit(TableMetadata base, TableMetadata metadata) {
    guard.accept(base);
    operations.commit(base, metadata);
  }

  @Override
  public FileIO io() {
    return operations.io();
  }

  @Override
  public EncryptionManager encryption() {
    return operations.encryption();
  }

  @Override
  public String metadataFileLocation(String fileName) {
    return operations.metadataFileLocation(fileName);
  }

  @Override
  public LocationProvider locationProvider() {
    return operations.locationProvider();
  }

  @Override
  public TableOperations temp(TableMetadata uncommitted) {
    return operations.temp(uncommitted);
  }

  @Override
  public long newSnapshotId() {
    return operations.newSnapshotId();
  }

  @Override
  public boolean requireStrictCleanup() {
    return operations.requireStrictCleanup();
  }
}
