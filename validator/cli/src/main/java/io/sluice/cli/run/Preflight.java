package io.sluice.cli.run;

import io.sluice.cli.output.RootCause;
import io.sluice.contract.Contract;
import io.sluice.failure.OutageException;
import io.sluice.failure.Problem;
import io.sluice.failure.SetUpException;
import io.sluice.job.coordinator.SourceRights;
import io.sluice.job.deadletter.DeadLetterTopics;
import io.sluice.job.lake.table.Lake;
import io.sluice.job.lake.table.LakeErrors;
import io.sluice.job.start.StartsTopic;
import io.sluice.kafka.CompactedTopic;
import io.sluice.kafka.KafkaAdmin;
import io.sluice.lint.TableLint;
import io.sluice.pipeline.Setup;
import io.sluice.pipeline.Topics;
import io.sluice.registry.ConfluentRegistryClient;
import io.sluice.registry.RegistryOutage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks before the start that everything the job needs is there: services, topics, tables. */
final class Preflight {

  private final Setup setup;
  private final Topics topics;
  private final List<String> found = new ArrayList<>();
  private final List<String> troubles = new ArrayList<>();
  private @Nullable RegistryOutage registryOutage;

  Preflight(Setup setup) {
    this.setup = setup;
    this.topics = new Topics(setup.contracts());
  }

  /**
   * The results of the checks.
   *
   * @param lines the checks that passed, as text
   * @param troubles the problems with permissions, credentials, and dead-letter topics. They
   *     prevent a pipeline's first start; a pipeline that resumes holds the affected partitions and
   *     continues with the rest
   * @param registryOutage why the registry does not respond; null if it answers or none is
   *     configured. It does not prevent a start
   */
  record Result(
      List<String> lines, List<String> troubles, @Nullable RegistryOutage registryOutage) {

    /** Fails if there are troubles. */
    void requireNoTroubles() {
      if (!troubles.isEmpty()) {
        throw new SetUpException(String.join(System.lineSeparator(), troubles));
      }
    }
  }

  /**
   * Checks everything and creates missing dead-letter topics.
   *
   * @param create whether to create the topics, or only to report that a run would
   */
  Result run(boolean create) {
    checkLake();
    Set<String> existing = names();
    checkRegistry();
    try (KafkaAdmin admin = KafkaAdmin.forCommand(setup.config().kafka())) {
      Set<String> denied = checkRights(admin);
      Set<String> sources = sources(existing, denied);
      checkStarts(admin);
      troubles.addAll(
          DeadLetterTopics.troubles(
              new DeadLetterTopics(admin, topics).check(sources, create, found::add)));
      return new Result(List.copyOf(found), List.copyOf(troubles), registryOutage);
    }
  }

  /** Returns the topics that this client does not have permission to read or view. */
  private Set<String> checkRights(KafkaAdmin admin) {
    try {
      SourceRights.Missing missing =
          SourceRights.missing(admin, topics, setup.config().pipeline().name());
      troubles.addAll(missing.topics().values());
      if (missing.group() != null) {
        troubles.add(missing.group());
      }
      return missing.topics().keySet();
    } catch (OutageException e) {
      throw new OutageException(
          "cannot read this client's permissions from Kafka: " + RootCause.deepest(e).getMessage(),
          e);
    }
  }

  private void checkStarts(KafkaAdmin admin) {
    boolean unused =
        CompactedTopic.look(admin, StartsTopic.TOPIC, CompactedTopic.READ_AND_WRITE)
            .<Boolean>fold(
                usable -> found.add("topic " + StartsTopic.TOPIC + " exists"),
                absent -> found.add("topic " + StartsTopic.TOPIC + " will be created"),
                denied -> troubles.add(denied.message()));
  }

  private Set<String> names() {
    Set<String> names =
        KafkaAdmin.once(setup.config().kafka(), "its topics", admin -> admin.listTopics().names());
    found.add("Kafka at " + bootstrap() + " is reachable");
    return names;
  }

  private String bootstrap() {
    return setup.config().kafka().getOrDefault("bootstrap.servers", "");
  }

  private void checkRegistry() {
    String url = setup.config().registry().url();
    boolean needed = setup.contracts().stream().anyMatch(contract -> contract.value().isFramed());
    if (url == null) {
      if (needed) {
        throw new SetUpException(
            "at least one contract's records use registry schemas, but the configuration has no"
                + " registry; set registry.url, or specify a schema file in the contract"
                + " (value.schema)");
      }
      return;
    }
    try {
      new ConfluentRegistryClient(
              url,
              setup.config().registry().properties(),
              (int) setup.config().registry().timeout().toMillis())
          .requireAnswer();
      found.add("the registry at " + ConfluentRegistryClient.withoutUser(url) + " is reachable");
    } catch (RegistryOutage e) {
      if (e.isOfSetUp()) {
        troubles.add(e.explanation() + ".");
        return;
      }
      registryOutage = e;
      found.add(
          "WARNING: "
              + e.getMessage()
              + "; records with unknown schemas wait until the registry responds. Check"
              + " registry.url and registry.properties");
    }
  }

  private void checkLake() {
    try (Lake lake = new Lake(setup.config().lake().catalog())) {
      for (Contract contract : setup.contracts()) {
        String table = contract.table().name();
        boolean exists = lake.isThere(contract);
        if (!exists) {
          requireLayout(contract);
        }
        found.add("table " + table + (exists ? " exists" : " will be created with its first row"));
      }
      lake.requireWritable();
    } catch (java.io.IOException e) {
      throw new OutageException("cannot close the catalog: " + e.getMessage(), e);
    } catch (SetUpException e) {
      throw e;
    } catch (RuntimeException e) {
      Throwable cause = RootCause.deepest(e);
      String why =
          RootCause.withoutSecrets(
              e.getMessage() + (cause.equals(e) ? "" : " (" + cause.getMessage() + ")"));
      if (LakeErrors.isSilence(e)) {
        throw new OutageException(
            "cannot reach the catalog: "
                + why
                + ". Check lake.catalog, and check that the catalog is running.",
            e);
      }
      throw new SetUpException(
          "cannot use the catalog or its warehouse: "
              + why
              + ". Check lake.catalog and the permissions on the warehouse.");
    }
  }

  /** Refuses a table that could not be created when its first row arrives. */
  private static void requireLayout(Contract contract) {
    List<Problem> problems = TableLint.problems(contract);
    if (!problems.isEmpty()) {
      throw new SetUpException(
          "table "
              + contract.table().name()
              + " cannot be created: "
              + problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
    }
  }

  /**
   * The topics to read.
   *
   * @param existing the topics that are visible to this client
   * @param denied the topics that it must not read; those that it must not even view exist, too
   */
  private Set<String> sources(Set<String> existing, Set<String> denied) {
    Set<String> sources = new TreeSet<>();
    for (Contract contract : setup.contracts()) {
      for (String topic : contract.source().topics()) {
        if (!existing.contains(topic) && !denied.contains(topic)) {
          throw new SetUpException(
              contract.file()
                  + ": topic '"
                  + topic
                  + "' does not exist at "
                  + bootstrap()
                  + io.sluice.failure.Suggestion.among(topic, existing)
                  + ". Create it, or correct source.topics.");
        }
        if (topics.isWrittenBySluice(topic)) {
          throw new SetUpException(
              contract.file()
                  + ": topic '"
                  + topic
                  + "' is a dead-letter topic that Sluice writes to; remove it from source.topics");
        }
        sources.add(topic);
      }
    }
    existing.stream().filter(topic -> !topics.contractsOf(topic).isEmpty()).forEach(sources::add);
    for (String topic : sources) {
      if (!existing.contains(topic)) {
        continue;
      }
      found.add(
          "topic "
              + topic
              + " exists"
              + (Topics.canBeReplayed(topic)
                  ? ""
                  : "; its name is too long for a replay topic, so replay its letters with --target"));
    }
    return sources;
  }
}
