package io.sluice.cli.help;

import io.sluice.failure.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reports a mistake in a command line in one line, followed by a line that points to the help. */
public final class UsageMistakes implements IParameterExceptionHandler {

  @Override
  public int handleParseException(ParameterException mistake, String[] arguments) {
    CommandLine command = mistake.getCommandLine();
    command.getErr().println(message(mistake, command));
    command.getErr().println("See '" + name(command) + " --help'.");
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  /**
   * Rejects mistakes that picocli accepts: unknown words before {@code --help}, and a group without
   * a command.
   */
  public static void requireUsable(ParseResult parsed) {
    ParseResult last = parsed;
    for (ParseResult at = parsed; at != null; at = at.subcommand()) {
      if (!at.unmatched().isEmpty()) {
        throw new UnmatchedArgumentException(at.commandSpec().commandLine(), at.unmatched());
      }
      last = at;
    }
    CommandLine command = last.commandSpec().commandLine();
    boolean isHelp = last.isUsageHelpRequested() || last.isVersionHelpRequested();
    if (last != parsed && !isHelp && !command.getSubcommands().isEmpty()) {
      throw new ParameterException(
          command,
          "'%s' requires a command: %s."
              .formatted(name(command), anyOf(List.copyOf(command.getSubcommands().keySet()))));
    }
  }

  private static String message(ParameterException mistake, CommandLine command) {
    if (mistake instanceof UnmatchedArgumentException unknown) {
      return unknown(unknown.getUnmatched().get(0), command);
    }
    if (mistake instanceof MissingParameterException missing) {
      return missing(missing, command);
    }
    ArgSpec argument = mistake.getArgSpec();
    String value = mistake.getValue();
    if (argument != null && value != null) {
      Optional<String> wanted = wanted(argument);
      if (wanted.isPresent()) {
        return "Invalid value '%s' for %s: %s.".formatted(value, name(argument), wanted.get());
      }
    }
    return String.valueOf(mistake.getMessage());
  }

  private static String unknown(String word, CommandLine command) {
    boolean isOption = word.startsWith("-") && word.length() > 1;
    String prefix = prefix(command);
    if (isOption) {
      String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
      List<String> known = new ArrayList<>(command.getCommandSpec().optionsMap().keySet());
      known.removeIf(option -> !option.startsWith("--"));
      return "Unknown option '%s' for '%s'.%s"
          .formatted(name, name(command), meant(Suggestion.nearest(name, known)));
    }
    if (command.getSubcommands().isEmpty()) {
      return "Unexpected argument '%s' for '%s'.".formatted(word, name(command));
    }
    Optional<String> near =
        deeper(word, command)
            .or(() -> Suggestion.nearest(word, command.getSubcommands().keySet()))
            .map(name -> prefix + name)
            .or(() -> isHelp(word) ? Optional.of(name(command) + " --help") : Optional.empty());
    return "Unknown command '%s'.%s".formatted(prefix + word, meant(near));
  }

  private static boolean isHelp(String word) {
    return word.equals("help") || Suggestion.nearest(word, List.of("help")).isPresent();
  }

  private static String meant(Optional<String> name) {
    return name.map(one -> " Did you mean '" + one + "'?").orElse("");
  }

  /** The full names of nested subcommands, for users who do not know the group. */
  private static Optional<String> deeper(String word, CommandLine command) {
    List<String> found =
        command.getSubcommands().values().stream()
            .filter(group -> group.getSubcommands().containsKey(word))
            .map(group -> group.getCommandName() + " " + word)
            .toList();
    return found.isEmpty() ? Optional.empty() : Optional.of(String.join("' or '", found));
  }

  private static String missing(MissingParameterException mistake, CommandLine command) {
    List<ArgSpec> missing = mistake.getMissing();
    String message = String.valueOf(mistake.getMessage());
    if (missing.size() == 1 && missing.get(0) instanceof OptionSpec option) {
      boolean isAbsent = message.startsWith("Missing required option");
      if (!isAbsent) {
        return "Option %s requires a value: %s.".formatted(option.longestName(), label(option));
      }
    }
    String labels = missing.stream().map(UsageMistakes::label).collect(Collectors.joining(" and "));
    return "'%s' requires %s.".formatted(name(command), labels);
  }

  private static Optional<String> wanted(ArgSpec argument) {
    Class<?> type = argument.auxiliaryTypes()[0];
    // a converter knows its values itself, and lists them in the message
    if (type.isEnum() && argument.converters().length == 0) {
      List<String> names =
          Arrays.stream(type.getEnumConstants())
              .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
              .toList();
      return Optional.of("choose " + anyOf(names));
    }
    return type == int.class || type == long.class || type == Integer.class
        ? Optional.of("use a whole number")
        : Optional.empty();
  }

  private static String anyOf(List<String> names) {
    int last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : String.join(", ", names.subList(0, last))
            + (last > 1 ? "," : "")
            + " or "
            + names.get(last);
  }

  private static String label(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? option.longestName() + CommandHelp.value(option)
        : argument.paramLabel();
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName();
  }

  /** The names of the enclosing groups, without the root's name. */
  private static String prefix(CommandLine command) {
    String name = name(command);
    int root = name.indexOf(' ');
    return root < 0 ? "" : name.substring(root + 1) + " ";
  }
}
