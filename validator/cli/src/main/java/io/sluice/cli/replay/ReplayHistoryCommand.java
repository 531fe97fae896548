package io.sluice.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.input.KafkaOptions;
import io.sluice.cli.output.ExitCode;
import io.sluice.cli.output.Rows;
import io.sluice.cli.output.RowsOption;
import io.sluice.kafka.KafkaAdmin;
import io.sluice.letters.Journal;
import io.sluice.letters.JournalTopic;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lists replays, discards, and skips. */
@Command(
    name = "history",
    description = "List replays, discards, and skips, oldest first: who, when, and why.",
    mixinStandardHelpOptions = true)
final class ReplayHistoryCommand implements Callable<Integer> {

  @Mixin private KafkaOptions kafka;

  @Mixin private RowsOption output;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // picocli fills the fields in
  ReplayHistoryCommand() {}

  @Override
  public Integer call() {
    Rows rows =
        output.rows(
            spec.commandLine().getOut(),
            "at",
            "who",
            "what",
            "id",
            "letters",
            "count",
            "status",
            "why");
    Map<String, String> properties = kafka.properties();
    KafkaAdmin.requireAnswer(properties);
    Journal journal = JournalTopic.read(properties);
    for (JsonNode entry : journal.history()) {
      if (entry.path("kind").asText().equals("skip")) {
        rows.add(
            entry.path("at").asText(),
            entry.path("who").asText(),
            "skip",
            entry.path("id").asText(),
            entry.path("letters").asText(),
            1,
            "ordered",
            entry.path("reason").asText());
        continue;
      }
      boolean isReplay = entry.path("kind").asText().equals("replay");
      if (!isReplay && entry.path("count").asLong() == 0) {
        continue;
      }
      rows.add(
          entry.path("at").asText(),
          entry.path("who").asText(),
          isReplay ? "replay" : "discard",
          isReplay ? entry.path("digest").asText() : entry.path("discard").asText(),
          entry.path("letters").asText(),
          // a second run of a plan may find nothing left to send
          isReplay
              ? journal.sentIdsOf(entry.path("digest").asText()).size()
              : entry.path("count").asLong(),
          isReplay
              ? entry.path("status").asText()
              : entry.path("undone").asBoolean() ? "undone" : "closed",
          isReplay ? entry.path("plan").asText() : entry.path("reason").asText());
    }
    rows.print();
    return ExitCode.FINE;
  }
}
