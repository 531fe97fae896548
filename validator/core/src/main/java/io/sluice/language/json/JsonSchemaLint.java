package io.sluice.language.json;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.finding.JsonPositions;
import io.sluice.finding.LintFinding;
import io.sluice.finding.LintFinding.Severity;
import io.sluice.finding.LintFinding.Topic;
import io.sluice.finding.PatternWords;
import io.sluice.jsonschema.MetaSchema;
import io.sluice.language.SchemaFolder.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Finds mistakes in JSON Schemas in Git. */
final class JsonSchemaLint {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private JsonSchemaLint() {}

  /**
   * Lint findings for a schema version.
   *
   * @param isNewest whether it is the newest version, which new events use
   */
  static List<LintFinding> of(Version version, boolean isNewest) {
    List<LintFinding> findings = new ArrayList<>();
    try {
      JsonNode schema = JSON.readTree(version.text().text());
      JsonPositions positions = JsonPositions.of(version.file().toString(), version.text().text());
      positions
          .repeated()
          .forEach(
              problem ->
                  findings.add(
                      new LintFinding(
                          isNewest ? Severity.ERROR : Severity.WARNING, Topic.SCHEMA, problem)));
      for (MetaSchema.Mistake mistake : MetaSchema.mistakes(schema, version.text().references())) {
        Severity severity = mistake.isWrong() && isNewest ? Severity.ERROR : Severity.WARNING;
        findings.add(
            new LintFinding(
                severity,
                Topic.SCHEMA,
                mistake.isName()
                    ? positions.atName(mistake.path(), mistake.message())
                    : positions.at(mistake.path(), mistake.message())));
      }
      MetaSchema.patterns(schema)
          .forEach(
              pattern -> {
                String words = PatternWords.withoutUnicode(pattern.text());
                if (words != null) {
                  findings.add(
                      new LintFinding(
                          Severity.WARNING,
                          Topic.PATTERN,
                          pattern.isName()
                              ? positions.atName(pattern.path(), words)
                              : positions.at(pattern.path(), words)));
                }
              });
    } catch (IOException e) {
      // invalid JSON is reported when the schema is compiled
      return List.of();
    }
    return findings;
  }
}
