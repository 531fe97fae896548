package io.sluice.job.lake.table;

import io.sluice.contract.Contract;
import io.sluice.failure.ConflictException;
import io.sluice.failure.SetUpException;
import io.sluice.pipeline.JobPlan;
import io.sluice.row.RowLayout;
import io.sluice.row.TableColumns;
import io.sluice.row.TableException;
import io.sluice.row.Tables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.iceberg.exceptions.ValidationException;

/** Prepares tables for the gate, and separates failures that a restart may fix from others. */
public final class LakeTables implements Tables {

  private final JobPlan plan;

  public LakeTables(JobPlan plan) {
    this.plan = plan;
  }

  @Override
  public Prepared prepare(Contract.Table target, Function<TableColumns, RowLayout> layouts) {
    try (Lake lake = new Lake(plan.lake().catalog())) {
      return lake.prepare(target, layouts, plan.pipeline());
    } catch (ConflictException e) {
      throw new TableException(new SuppressRestartsException(e));
    } catch (SetUpException e) {
      throw new TableException(new SuppressRestartsException(e));
    } catch (IllegalArgumentException | ValidationException e) {
      // a mistake in the table of the contract, which a restart would not fix
      throw new TableException(
          new SuppressRestartsException(
              new SetUpException("table " + target.name() + ": " + e.getMessage())));
    } catch (IOException e) {
      throw new TableException(new UncheckedIOException("the catalog could not be closed", e));
    } catch (RuntimeException e) {
      throw new TableException(e);
    }
  }
}
