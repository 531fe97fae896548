package io.sluice.pipeline;

import io.sluice.config.ConfigParser;
import io.sluice.config.SluiceConfig;
import io.sluice.contract.Contract;
import io.sluice.contract.ContractAgreement;
import io.sluice.contract.ContractParser;
import io.sluice.expression.CelSyntax;
import io.sluice.failure.Problems;
import io.sluice.failure.SetUpException;
import io.sluice.language.SchemaLanguages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A configuration with its contracts, read and checked.
 *
 * @param contracts at least one
 */
public record Setup(SluiceConfig config, List<Contract> contracts) {

  /**
   * Reads everything; all problems of all files are reported together.
   *
   * @throws SetUpException if there are problems
   */
  public static Setup read(Path file) {
    SchemaLanguages.requireOwn();
    Problems problems = new Problems();
    SluiceConfig config = new ConfigParser(problems, System.getenv()).parse(file);
    List<Contract> contracts = new ArrayList<>();
    if (config != null) {
      ContractParser parser = new ContractParser(problems, new CelSyntax());
      for (Path contractFile : config.pipeline().contracts()) {
        Contract contract = parser.parse(contractFile);
        if (contract != null) {
          contracts.add(contract);
        }
      }
      ContractAgreement.check(contracts, problems);
    }
    problems.throwIfAny();
    if (config == null) {
      throw new IllegalStateException("no configuration and no problem");
    }
    return new Setup(config, contracts);
  }

  /** The plan of the job, with no accepted conflicts. */
  public JobPlan plan() {
    return plan(Accepted.NOTHING);
  }

  /**
   * The plan of the job.
   *
   * @param accepted conflicts that the user accepts for this start
   */
  public JobPlan plan(Accepted accepted) {
    return JobPlan.of(config, contracts, accepted);
  }
}
