package io.sluice.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.docs.GeneratedPart;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/reference/metrics.md lists the recording rules, with the comments of rules.yml. */
class RecordingRulesPageTest {

  private static final Pattern DESCRIBED = Pattern.compile(" *# (.+)\n *- record: (\\S+)");
  private static final Pattern LABELS = Pattern.compile("\\bby \\(([^)]+)\\)");
  private static final Pattern RECORDED = Pattern.compile("\\bsluice:[\\w:]+");

  @Test
  void page() throws IOException {
    Map<String, String> rules = Dashboards.recorded();
    Map<String, String> meanings = meanings();
    assertThat(meanings.keySet()).as("rules with a comment").isEqualTo(rules.keySet());
    StringBuilder table = new StringBuilder("| Name | Labels | Meaning |\n|---|---|---|\n");
    meanings.forEach(
        (name, meaning) ->
            table.append("| `%s` | %s | %s |\n".formatted(name, labels(name, rules), meaning)));
    GeneratedPart.require("metrics.md", "recorded", table.toString());
  }

  private static Map<String, String> meanings() throws IOException {
    Map<String, String> meanings = new LinkedHashMap<>();
    Matcher rule =
        DESCRIBED.matcher(Files.readString(Dashboards.FOLDER.resolve("prometheus/rules.yml")));
    while (rule.find()) {
      meanings.put(rule.group(2), rule.group(1));
    }
    return meanings;
  }

  /** The labels that an expression keeps, which are those of its first operand. */
  private static String labels(String name, Map<String, String> rules) {
    String expression = rules.getOrDefault(name, "");
    Matcher labels = LABELS.matcher(expression);
    if (labels.find()) {
      return labels.group(1).replace(", le", "");
    }
    Matcher operand = RECORDED.matcher(expression);
    assertThat(operand.find()).as("labels of " + name).isTrue();
    return labels(operand.group(), rules);
  }
}
