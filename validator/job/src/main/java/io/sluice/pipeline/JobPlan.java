package io.sluice.pipeline;

import io.sluice.config.CatalogId;
import io.sluice.config.SluiceConfig;
import io.sluice.config.StartFrom;
import io.sluice.contract.Contract;
import io.sluice.kafka.ReloadingSslEngineFactory;
import io.sluice.limit.Limits;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The plan of a job: everything its parts need to know, in serializable form.
 *
 * @param planned the serialized contracts; {@link #contracts()} reads them
 * @param kafka Kafka's own client properties
 * @param heldAlertAfter how long a partition can be held before an alert, in milliseconds
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

  /** The counterpart of {@link SluiceConfig.Registry}, with durations in milliseconds. */
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
   * The counterpart of {@link SluiceConfig.Lake}.
   *
   * @param ledger namespace and table
   */
  public record LakePlan(Map<String, String> catalog, int openFiles, String ledger)
      implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The identity of the catalog. Tables in different catalogs can have the same name. */
    public String catalogId() {
      return CatalogId.of(catalog);
    }

    /** The table of contracts that belongs to the ledger. */
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
        ReloadingSslEngineFactory.addTo(config.kafka()),
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

  /** The commit in Git that has a contract's file, or null if unknown. */
  public @Nullable String commitOf(Contract contract) {
    return planned.commitOf(contract);
  }
}
