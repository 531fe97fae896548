package io.sluice.cli.help;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The help for a command, which help screens and the reference page format.
 *
 * @param name the full name, such as {@code sluice dlq list}
 * @param synopsis the usage, in one line
 * @param description the first line is a summary; see {@link io.sluice.cli.output.Prose#reflow}
 * @param commands its subcommands with their summaries
 * @param example a command line, without prompt
 * @param notes additional lines
 */
public record CommandHelp(
    String name,
    String synopsis,
    List<String> description,
    List<Entry> parameters,
    List<Entry> options,
    List<Entry> commands,
    String example,
    List<String> notes) {

  /** Connection options come after those of the command itself. */
  private static final List<String> CONNECTION =
      List.of("--config", "--bootstrap-server", "--command-config", "--schema-registry");

  private static final List<String> LAST = List.of("--output", "--debug", "--help", "--version");

  /** A parameter, an option, or a command, and what it is for. */
  public record Entry(String name, String text) {}

  /** Collects the help from picocli's model of a command. */
  public static CommandHelp of(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    List<OptionSpec> options = new ArrayList<>(spec.options());
    boolean isRoot = spec.parent() == null;
    options.removeIf(
        option -> option.hidden() || (!isRoot && option.longestName().equals("--version")));
    options.sort(Comparator.comparingInt(CommandHelp::rank));
    String name = spec.qualifiedName();
    return new CommandHelp(
        name,
        synopsis(spec, options),
        Arrays.asList(spec.usageMessage().description()),
        spec.positionalParameters().stream().map(CommandHelp::parameter).toList(),
        options.stream().map(CommandHelp::option).toList(),
        command.getSubcommands().entrySet().stream()
            .map(one -> new Entry(one.getKey(), summary(one.getValue())))
            .toList(),
        Examples.of(name),
        Arrays.asList(spec.usageMessage().footer()));
  }

  private static String summary(CommandLine command) {
    String[] description = command.getCommandSpec().usageMessage().description();
    return description.length == 0 ? "" : description[0];
  }

  /** Required options first, then in the order of the code; sorting keeps that. */
  private static int rank(OptionSpec option) {
    String name = option.longestName();
    if (LAST.contains(name)) {
      return 3 + LAST.indexOf(name);
    }
    return option.required() ? 0 : CONNECTION.contains(name) ? 2 : 1;
  }

  private static String synopsis(CommandSpec spec, List<OptionSpec> options) {
    List<String> words = new ArrayList<>(List.of(spec.qualifiedName()));
    options.stream()
        .filter(OptionSpec::required)
        .forEach(option -> words.add(option.longestName() + value(option)));
    words.add("[OPTIONS]");
    spec.positionalParameters().forEach(parameter -> words.add(shape(parameter)));
    if (!spec.subcommands().isEmpty()) {
      words.add("COMMAND");
    }
    return String.join(" ", words);
  }

  private static String shape(PositionalParamSpec parameter) {
    String label = label(parameter);
    return parameter.required() ? label : "[" + label + "]";
  }

  private static Entry parameter(PositionalParamSpec parameter) {
    return new Entry(label(parameter), text(parameter));
  }

  private static String label(PositionalParamSpec parameter) {
    return parameter.paramLabel() + (parameter.arity().max() > 1 ? "..." : "");
  }

  private static Entry option(OptionSpec option) {
    String names = Arrays.stream(option.names()).collect(Collectors.joining(", "));
    return new Entry(names + value(option), text(option));
  }

  /** The text after an option's name; empty if the option is a flag. */
  static String value(OptionSpec option) {
    return option.arity().max() == 0 ? "" : " " + option.paramLabel();
  }

  private static String text(ArgSpec argument) {
    return String.join(" ", argument.description());
  }
}
