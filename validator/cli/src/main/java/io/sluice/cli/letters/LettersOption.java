package io.sluice.cli.letters;

import io.sluice.cli.input.TimeConverter;
import io.sluice.letters.LetterAccess;
import io.sluice.letters.LetterFilter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Options that select dead letters. */
public final class LettersOption {

  @Parameters(
      paramLabel = "TOPIC",
      arity = "0..1",
      description =
          "The dead-letter topic. You can omit it if the contracts use only one, or if --contract,"
              + " --source, or --id determines it.")
  private @Nullable String topic;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "Select records that died at or after this time; 1h means one hour ago.")
  private @Nullable Instant since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "Select records that died before this time.")
  private @Nullable Instant until;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Select letters with these IDs, separated by commas.")
  private @Nullable String id;

  @Option(
      names = "--source",
      paramLabel = "TOPIC[/PARTITION[/FROM[..TO]]]",
      description =
          "Select records from this topic, partition, or offset range, for example"
              + " orders/0/100..200.")
  private @Nullable String source;

  @Option(
      names = "--contract",
      paramLabel = "NAME",
      description = "Select records that this contract rejected.")
  private @Nullable String contract;

  @Option(
      names = "--stage",
      paramLabel = "STAGE",
      description = "Select records that died at this stage.")
  private @Nullable String stage;

  @Option(
      names = "--code",
      paramLabel = "CODE",
      description = "Select letters that have a fault with this code.")
  private @Nullable String code;

  @Option(names = "--rule", paramLabel = "ID", description = "Select records that break this rule.")
  private @Nullable String rule;

  @Option(
      names = "--path",
      paramLabel = "PATH",
      description = "Select letters that have a fault at this path; [*] matches any index.")
  private @Nullable String path;

  @Option(
      names = "--schema",
      paramLabel = "SCHEMA",
      description = "Select records written with this schema, such as id:17.")
  private @Nullable String schema;

  @Option(
      names = "--header",
      paramLabel = "NAME=VALUE",
      description = "Select records that have this header.")
  private Map<String, String> headers = new LinkedHashMap<>();

  @Option(names = "--key", paramLabel = "TEXT", description = "Select records that have this key.")
  private @Nullable String key;

  @Option(
      names = "--attempt",
      paramLabel = "N",
      description = "Select records that were replayed this many times.")
  private @Nullable Integer attempt;

  @Option(
      names = "--where",
      paramLabel = "CEL",
      description =
          "Select records whose decoded event satisfies this CEL condition, such as message.amount < 0."
              + " Requires the registry if the records use registry schemas.")
  private @Nullable String where;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  LettersOption() {}

  /** The dead-letter topic. */
  public String topic(LetterAccess access) {
    String given = topic;
    return given == null ? access.topicOf(filter()) : given;
  }

  public LetterFilter filter() {
    Map<String, String> conditions = new LinkedHashMap<>();
    put(conditions, "since", since);
    put(conditions, "until", until);
    put(conditions, "id", id);
    put(conditions, "contract", contract);
    put(conditions, "stage", stage);
    put(conditions, "code", code);
    put(conditions, "rule", rule);
    put(conditions, "path", path);
    put(conditions, "schema", schema);
    put(conditions, "key", key);
    put(conditions, "attempt", attempt);
    put(conditions, "where", where);
    headers.forEach((name, value) -> conditions.put("header." + name, value));
    addSource(conditions);
    try {
      return LetterFilter.of(conditions);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  private static void put(Map<String, String> conditions, String name, @Nullable Object value) {
    if (value != null) {
      conditions.put(name, value.toString());
    }
  }

  private void addSource(Map<String, String> conditions) {
    String place = source;
    if (place == null) {
      return;
    }
    String[] parts = place.split("/", 3);
    conditions.put("topic", parts[0]);
    if (parts.length > 1) {
      conditions.put("partition", parts[1]);
    }
    if (parts.length > 2) {
      String[] range = parts[2].split("\\.\\.", 2);
      conditions.put("fromOffset", range[0]);
      conditions.put("toOffset", range.length > 1 ? range[1] : range[0]);
    }
  }
}
