package io.sluice.cli;

import io.sluice.contract.Contract;
import io.sluice.job.CompactedTopic;
import io.sluice.job.OutageException;
import io.sluice.job.Setup;
import io.sluice.job.Topics;
import io.sluice.job.deadletter.DeadLetterTopics;
import io.sluice.job.lake.Lake;
import io.sluice.job.start.StartsTopic;
import io.sluice.letters.AdminCall;
import io.sluice.problem.SetUpException;
import io.sluice.registry.ConfluentRegistryClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.iceberg.exceptions.ServiceFailureException;
import org.apache.kafka.clients.admin.Admin;

/** Tries what the job will need, before it starts: reach, topics, tables. */
final class Preflight {

  private static final long PATIENCE_SECONDS = 15;

  private final Setup setup;
  private final Topics topics;
  private final List<String> found = new ArrayList<>();

  Preflight(Setup setup) {
    this.setup = setup;
    this.topics = new Topics(setup.contracts());
  }

  /**
   * What was found.
   *
   * @param lines what is fine, for people
   * @param mostBytes the largest record that all dead-letter topics take
   */
  record Result(List<String> lines, int mostBytes) {}

  /**
   * Tries everything; makes dead-letter topics that are not there.
   *
   * @param create whether to make them, or only to say that they would be made
   */
  Result run(boolean create) {
    checkRegistry();
    checkLake();
    try (Admin admin = AdminCall.open(setup.config().kafka())) {
      Set<String> existing = names(admin);
      Set<String> sources = sources(existing);
      boolean isThere = CompactedTopic.check(admin, StartsTopic.TOPIC);
      found.add("topic " + StartsTopic.TOPIC + (isThere ? " is there" : " will be made"));
      DeadLetterTopics letters = new DeadLetterTopics(admin, topics, found);
      int most = letters.check(existing, sources, create);
      return new Result(List.copyOf(found), most);
    }
  }

  private Set<String> names(Admin admin) {
    try {
      Set<String> names = admin.listTopics().names().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      found.add("Kafka at " + bootstrap() + " answers");
      return names;
    } catch (ExecutionException | TimeoutException e) {
      throw new OutageException(
          "Kafka cannot be reached at "
              + bootstrap()
              + ". Check kafka.bootstrap.servers and that a broker listens there.",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutageException("interrupted", e);
    }
  }

  private String bootstrap() {
    return setup.config().kafka().getOrDefault("bootstrap.servers", "");
  }

  private void checkRegistry() {
    String url = setup.config().registry().url();
    boolean needed =
        setup.contracts().stream()
            .anyMatch(
                contract ->
                    contract.value().schemaText() == null
                        && contract.value().format() != Contract.Format.JSON);
    if (url == null) {
      if (needed) {
        throw new SetUpException(
            "records of at least one contract name their schema, but the configuration has no"
                + " 'registry'; add its 'url', or give the contract a 'schema' file");
      }
      return;
    }
    String shown = ConfluentRegistryClient.withoutUser(url);
    try {
      int status =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(url + "/subjects"))
                      .timeout(Duration.ofSeconds(10))
                      .build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode();
      found.add("the registry at " + shown + " answers (status " + status + ")");
    } catch (java.io.IOException e) {
      throw new OutageException(
          "the schema registry cannot be reached at " + shown + ". Check registry.url.", e);
    } catch (IllegalArgumentException e) {
      throw new SetUpException("registry.url is no address: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OutageException("interrupted", e);
    }
  }

  private void checkLake() {
    try (Lake lake = new Lake(setup.config().lake().catalog())) {
      for (Contract contract : setup.contracts()) {
        String table = contract.table().name();
        boolean exists = lake.isThere(contract);
        found.add("table " + table + (exists ? " is there" : " will be made on its first row"));
      }
      lake.requireWritable();
    } catch (java.io.IOException e) {
      throw new OutageException("the catalog could not be closed: " + e.getMessage(), e);
    } catch (SetUpException e) {
      throw e;
    } catch (RuntimeException e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      String why =
          (e.getMessage() + (cause.equals(e) ? "" : " (" + cause.getMessage() + ")"))
              .replaceAll("(?i)(password|secret|token)=[^&;\\s]*", "$1=***");
      if (isOutage(e, cause)) {
        throw new OutageException(
            "the catalog cannot be reached: " + why + ". Check lake.catalog and that it runs.", e);
      }
      throw new SetUpException(
          "the catalog or its warehouse cannot be used: "
              + why
              + ". Check lake.catalog and the rights on the warehouse.");
    }
  }

  /** Whether nobody answered, or only to say that it cannot serve now. */
  private static boolean isOutage(Throwable thrown, Throwable cause) {
    return cause instanceof java.io.InterruptedIOException
        || cause instanceof java.net.SocketException
        || cause instanceof java.net.UnknownHostException
        || thrown instanceof ServiceFailureException;
  }

  private Set<String> sources(Set<String> existing) {
    Set<String> sources = new TreeSet<>();
    for (Contract contract : setup.contracts()) {
      for (String topic : contract.source().topics()) {
        if (!existing.contains(topic)) {
          throw new SetUpException(
              contract.file()
                  + ": topic '"
                  + topic
                  + "' does not exist at "
                  + bootstrap()
                  + io.sluice.problem.Suggestion.among(topic, existing)
                  + ". Make it, or correct source.topics.");
        }
        if (topics.isWrittenBySluice(topic)) {
          throw new SetUpException(
              contract.file() + ": topic '" + topic + "' is a dead-letter topic of Sluice's own");
        }
        sources.add(topic);
      }
    }
    existing.stream().filter(topic -> !topics.contractsOf(topic).isEmpty()).forEach(sources::add);
    sources.forEach(topic -> found.add("topic " + topic + " is there"));
    return sources;
  }
}
