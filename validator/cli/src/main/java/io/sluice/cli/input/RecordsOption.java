package io.sluice.cli.input;

import io.sluice.contract.Contract;
import io.sluice.failure.SetUpException;
import io.sluice.fixture.Subject;
import io.sluice.language.SchemaFolder;
import io.sluice.language.SchemaLanguages;
import io.sluice.raw.RawHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that name the records to read: a file, or a slice of a topic. */
public final class RecordsOption {

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description =
          "Read records from a file: an Avro container file (*.avro), or JSON events, one per line."
              + " Use - for standard input. For an Avro contract, JSON events are encoded with the"
              + " newest schema.")
  private @Nullable String input;

  @Option(names = "--topic", paramLabel = "TOPIC", description = "Read records from this topic.")
  private @Nullable String topic;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description =
          "With --topic: start at this time; 1d means one day ago (default: the earliest record).")
  private @Nullable Instant since;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "With --topic: stop before this time (default: now).")
  private @Nullable Instant until;

  @Mixin private KafkaOptions kafka;

  @Option(
      names = "--header",
      paramLabel = "NAME=VALUE",
      description = "With --input: add this header to every record from the file. Can be repeated.")
  private Map<String, String> headers = new LinkedHashMap<>();

  @Mixin private SchemasOption schemas;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  RecordsOption() {}

  /** The file, or null. */
  public @Nullable String input() {
    return input;
  }

  /** The topic, or null. */
  public @Nullable String topic() {
    return topic;
  }

  /**
   * Opens the records.
   *
   * @param contractFile the file next to which schemas are looked up; null if none are needed
   */
  public RecordInput open(Contract contract, @Nullable Path contractFile) throws IOException {
    SchemaFolder given = schemas.folder();
    Path near = contractFile == null ? Path.of("contract") : contractFile;
    Subject subject = Subject.of(contract, given == null ? SchemaFolder.near(near) : given);
    String from = input;
    String of = topic;
    if (of != null && from == null) {
      return new TopicInput(kafka.properties(), kafka.registry(), of, since, until);
    }
    if (from == null || of != null) {
      throw new ParameterException(
          spec.commandLine(), "Specify the records with either --input FILE or --topic TOPIC.");
    }
    List<RawHeader> all = new ArrayList<>();
    headers.forEach((name, value) -> all.add(RawHeader.text(name, value)));
    if (from.equals("-")) {
      requireSchema(subject);
      return new JsonLinesInput(System.in, 0, contract, subject, all);
    }
    Path file = Path.of(from);
    if (!Files.isRegularFile(file)) {
      throw new SetUpException("--input: file '" + from + "' does not exist");
    }
    if (!from.endsWith(".avro")) {
      requireSchema(subject);
    }
    return from.endsWith(".avro")
        ? new AvroFileInput(file.toFile(), contract, subject, all)
        : new JsonLinesInput(Files.newInputStream(file), Files.size(file), contract, subject, all);
  }

  /** Refuses to encode JSON without a schema; that is a setup problem, not bad data. */
  private static void requireSchema(Subject subject) {
    if (subject.isFramed() && subject.versions().isEmpty()) {
      throw new SetUpException(
          "found no schema file for subject '"
              + subject.name()
              + "'; add "
              + SchemaLanguages.firstFiles(subject.name())
              + ", or specify a different folder with --schemas FOLDER");
    }
  }
}
