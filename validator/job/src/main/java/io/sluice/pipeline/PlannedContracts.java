package io.sluice.pipeline;

import io.sluice.contract.Contract;
import io.sluice.contract.ContractJson;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The contracts of a job, in the serialized form that its tasks receive. */
public final class PlannedContracts implements Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * A serialized contract.
   *
   * @param json as {@link ContractJson} writes it, with the text of its file
   * @param commit the commit in Git that has the file, or null if unknown
   */
  private record Planned(String file, String json, @Nullable String commit)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  private final ArrayList<Planned> planned = new ArrayList<>();

  /** Read once, on first use. */
  private transient volatile @Nullable List<Contract> read;

  PlannedContracts(List<Contract> contracts) {
    for (Contract contract : contracts) {
      planned.add(
          new Planned(
              contract.file(),
              ContractJson.write(contract),
              GitCommit.of(Path.of(contract.file()), contract.files().keySet())));
    }
  }

  List<Contract> all() {
    List<Contract> all = read;
    if (all == null) {
      all = planned.stream().map(one -> ContractJson.read(one.json())).toList();
      read = all;
    }
    return all;
  }

  @Nullable String commitOf(Contract contract) {
    return planned.stream()
        .filter(one -> one.file().equals(contract.file()))
        .findFirst()
        .map(Planned::commit)
        .orElse(null);
  }
}
