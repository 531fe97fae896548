package io.sluice.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.finding.LintFinding.Severity;
import io.sluice.finding.LintFinding.Topic;
import io.sluice.language.SchemaFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Authors learn from lint what their columns will be called, and why one is JSON text. */
class ColumnLintTest {

  @TempDir
  @SuppressWarnings("NullAway.Init") // JUnit fills it in
  private Path folder;

  private List<String> notes(String rules, String... versions) throws Exception {
    Path contract = folder.resolve("a.yaml");
    Files.writeString(
        contract,
        """
        apiVersion: sluice/v1alpha1
        kind: Contract
        name: a
        owner: me
        source: { topics: [a] }
        key: { format: string, column: a_b }
        table: { name: shop.a }
        """
            + rules);
    Path subject = Files.createDirectories(folder.resolve("schemas/a-value"));
    for (int i = 0; i < versions.length; i++) {
      Files.writeString(subject.resolve("v" + (i + 1) + ".json"), versions[i]);
    }
    return new Linter(new SchemaFolder(folder.resolve("schemas")))
        .lint(List.of(contract)).stream()
            .filter(one -> one.topic() == Topic.TABLE || one.severity() == Severity.ERROR)
            .map(one -> one.problem().toString().replace(folder + "/", ""))
            .toList();
  }

  @Test
  void namesThatCollide() throws Exception {
    assertThat(
            notes(
                "",
                """
                {"type": "object", "properties": {"Id": {}, "order_id": {}, "_offset": {}}}
                """,
                """
                {"type": "object", "properties": {"id": {}, "a-b": {}, "order-id": {}, "order_id": {},
                  "_schema": {}, "box": {"type": "object", "additionalProperties": false,
                    "properties": {"n.t": {}, "n_t": {}}}}}
                """))
        .containsExactly(
            "a.yaml:1:1: the column for '_schema' is '_schema_', because '_schema' is reserved"
                + " by Sluice or Iceberg",
            "a.yaml:1:1: the column for 'a-b' is 'a_b_', because 'a_b' is the column for '$key'",
            "a.yaml:1:1: the column for 'box.n_t' is 'box.n_t_', because 'box.n_t' is the column"
                + " for 'box['n.t']'",
            "a.yaml:1:1: the column for 'id' is 'id_', because 'id' is the column for 'Id'",
            "a.yaml:1:1: the column for 'order-id' is 'order_id_', because 'order_id' is the"
                + " column for 'order_id'");
  }

  @Test
  void branchesThatDisagree() throws Exception {
    assertThat(
            notes(
                "",
                """
                {
                  "type": "object",
                  "properties": {
                    "size": {"oneOf": [
                      {"type": "integer"},
                      {"enum": ["S", "M"]}]}}}
                """))
        .containsExactly(
            "schemas/a-value/v1.json:5:7: 'size' is an integer at #/properties/size/oneOf/0, and a"
                + " string at #/properties/size/oneOf/1; its column is JSON text");
  }

  @Test
  void anObjectOfKnownMembersIsAMapToExpressions() throws Exception {
    String schema =
        """
        {"type": "object", "additionalProperties": false, "properties": {
          "changes": {"type": "object", "additionalProperties": false, "properties": {"a": {}}}}}
        """;
    assertThat(
            notes(
                """
                rules:
                  - { id: size, expr: 'size(message.changes) > 0' }
                  - { id: key, expr: '"a" in message.changes' }
                  - { id: any, expr: 'message.changes.exists(k, k == "a")' }
                  - { id: same, expr: 'message.changes == message.changes' }
                """,
                schema))
        .isEmpty();
    assertThat(notes("rules:\n  - { id: sum, expr: 'message.changes + 1 > 0' }\n", schema))
        .singleElement()
        .asString()
        .endsWith("does not match the schema: '+' does not accept (object, int)");
  }
}
