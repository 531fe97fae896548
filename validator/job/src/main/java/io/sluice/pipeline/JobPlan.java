package io.sluice.pipeline;

import io.sluice.config.CatalogId;
import io.sluice.config.SluiceConfig;
import io.sluice.config.StartFrom;
import io.sluice.contract.Contract;
import io.sluice.limit.Limits;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the parts of a job need to know, in a form that travels to them.
 *
 * @param planned the contracts as they travel; {@link #contracts()} reads them
 * @param kafka Kafka's own client properties
 * @param heldAlertAfter how long a partition may be held before somebody is told, milliseconds
 * @param accepted conflicts that the user accepts for this start
 */
public record JobPlan(
    String pipeline,
    PlannedContracts planned,
    StartFrom startFrom,
    Map<String, String> kafka,
    RegistryPlan registry,
    LakePlan lake,
    Limits limits,
    long heldAlertAfter,
    Accepted accepted)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** As {@link SluiceConfig.Registry}, durations in milliseconds. */
  public record RegistryPlan(
      @Nullable String url,
      Map<String, String> properties,
      long timeout,
      long confirmation,
      long absence,
      long retry)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /**
   * As {@link SluiceConfig.Lake}.
   *
   * @param ledger namespace and table
   */
  public record LakePlan(Map<String, String> catalog, int openFiles, String ledger)
      implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Names the catalog among others whose tables may have the same names. */
    public String catalogId() {
      return CatalogId.of(catalog);
    }

    /** The table of contracts that goes with the ledger. */
    public String ledgerOfContracts() {
      return ledger + "_contracts";
    }
  }

  /** Makes the plan of a configuration and its contracts. */
  public static JobPlan of(SluiceConfig config, List<Contract> contracts, Accepted accepted) {
    SluiceConfig.Registry registry = config.registry();
    return new JobPlan(
        config.pipeline().name(),
        new PlannedContracts(contracts),
        config.pipeline().startFrom(),
        new HashMap<>(config.kafka()),
        new RegistryPlan(
            registry.url(),
            new HashMap<>(registry.properties()),
            registry.timeout().toMillis(),
            registry.confirmation().toMillis(),
            registry.absence().toMillis(),
            registry.retry().toMillis()),
        new LakePlan(
            new HashMap<>(config.lake().catalog()),
            config.lake().openFiles(),
            config.ledgerTable()),
        config.limits(),
        config.pipeline().heldAlertAfter().toMillis(),
        accepted);
  }

  /** The contracts, as they were when the plan was made. */
  public List<Contract> contracts() {
    return planned.all();
  }

  /** The commit in Git that has a contract's file, or null where that is not known. */
  public @Nullable String commitOf(Contract contract) {
    return planned.commitOf(contract);
  }
}
