package io.sluice.cli.help;

import java.util.Map;

/** One example for each command; a test parses all of them. */
final class Examples {

  private static final Map<String, String> BY_COMMAND =
      Map.ofEntries(
          Map.entry("sluice", "sluice demo --once"),
          Map.entry("sluice init", "sluice init orders --owner team-checkout"),
          Map.entry("sluice lint", "sluice lint --strict rules"),
          Map.entry("sluice test", "sluice test --coverage rules/orders.yaml"),
          Map.entry(
              "sluice check", "sluice check --contract rules/orders.yaml --input orders.jsonl"),
          Map.entry("sluice profile", "sluice profile --input orders.jsonl > rules/orders.yaml"),
          Map.entry("sluice demo", "sluice demo --once"),
          Map.entry("sluice run", "sluice run --config sluice.yaml --dry-run"),
          Map.entry("sluice hold", "sluice hold list"),
          Map.entry("sluice hold list", "sluice hold list --output json"),
          Map.entry(
              "sluice hold set", "sluice hold set --contract orders --reason 'bad deploy, PAY-17'"),
          Map.entry("sluice hold release", "sluice hold release --contract orders"),
          Map.entry("sluice hold skip", "sluice hold skip orders 0 1234 --reason 'schema is lost'"),
          Map.entry("sluice table", "sluice table shop.orders --limit 3"),
          Map.entry("sluice dlq", "sluice dlq stats"),
          Map.entry("sluice dlq stats", "sluice dlq stats orders.dlq --since 1d"),
          Map.entry("sluice dlq list", "sluice dlq list --rule amount.gt --limit 10"),
          Map.entry("sluice dlq show", "sluice dlq show --id orders/0/17 --values"),
          Map.entry("sluice dlq tail", "sluice dlq tail orders.dlq --code unknown_schema"),
          Map.entry(
              "sluice dlq discard",
              "sluice dlq discard --rule amount.gt --until 1d --reason 'load test' --yes"),
          Map.entry("sluice dlq metrics", "sluice dlq metrics --port 9250 --every 5m"),
          Map.entry("sluice replay", "sluice replay plan --rule amount.gt --out replay.yaml"),
          Map.entry(
              "sluice replay plan",
              "sluice replay plan --rule amount.gt --fix cents.yaml --out replay.yaml"),
          Map.entry("sluice replay apply", "sluice replay apply replay.yaml --dry-run"),
          Map.entry("sluice replay report", "sluice replay report replay.yaml"),
          Map.entry("sluice replay history", "sluice replay history --output csv"),
          Map.entry("sluice audit", "sluice audit verify"),
          Map.entry("sluice audit verify", "sluice audit verify --since 7d --report audit.html"),
          Map.entry("sluice docs", "sluice docs not_older_than"),
          Map.entry("sluice completion", "source <(sluice completion bash)"));

  private Examples() {}

  /**
   * The example of a command, or an empty text.
   *
   * @param command its full name, such as {@code sluice dlq list}
   */
  static String of(String command) {
    return BY_COMMAND.getOrDefault(command, "");
  }
}
