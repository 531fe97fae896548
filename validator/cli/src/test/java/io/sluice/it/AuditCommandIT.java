package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options of the audit, and what it says. */
class AuditCommandIT extends CommandRuns {

  private static final ObjectMapper JSON = new ObjectMapper();

  private AuditWorld world;

  private int verify(String... options) throws Exception {
    List<String> all = new ArrayList<>(List.of("audit", "verify"));
    all.addAll(Arrays.asList(options));
    return run(world.landscape(), all.toArray(new String[0]));
  }

  @Test
  void saysWhatItVerifiedAndHow(@TempDir Path folder) throws Exception {
    Path place = Files.createDirectories(folder.resolve("a world"));
    try (AuditWorld made = AuditWorld.make(place)) {
      world = made;
      tellsHowItVerified(folder);
      stopsInTimeAndContinues(folder.resolve("resume"));
      refusesMistakes(folder);
      neverCallsFineWhatItDidNotSee();
      readsOnlySomeTables();
    }
  }

  private void tellsHowItVerified(Path folder) throws Exception {
    Path page = folder.resolve("audit.html");
    assertThat(verify("--values", "--output", "json", "--report", page.toString())).isZero();
    JsonNode report = JSON.readTree(out);
    assertThat(report.path("clean").asBoolean()).isTrue();
    assertThat(report.path("verdict").asText()).contains("conservation holds");
    assertThat(report.path("coverage"))
        .isNotEmpty()
        .allSatisfy(one -> assertThat(one.path("verified").asText()).isEqualTo("values"));
    assertThat(Files.readString(page))
        .contains("<!DOCTYPE html>")
        .contains("conservation holds")
        .contains("by values")
        .doesNotContain("<script");
    assertThat(verify()).isZero();
    assertThat(out).contains("by counts").doesNotContain("by values");
  }

  private void stopsInTimeAndContinues(Path kept) throws Exception {
    assertThat(verify("--max-time", "0s")).isOne();
    assertThat(out).contains("not verified: no-time").contains("no findings, but");
    assertThat(verify("--max-time", "0s", "--allow-unverified", "no-time")).isZero();
    assertThat(out).contains("not verified, as accepted");
    assertThat(verify("--resume", kept.toString())).isZero();
    List<String> lines = Files.readAllLines(kept);
    assertThat(lines).hasSize(6);
    // what was verified before counts, though there is no time for anything
    assertThat(verify("--max-time", "0s", "--resume", kept.toString())).isZero();
    Files.write(kept, lines.subList(1, lines.size()));
    assertThat(verify("--max-time", "0s", "--resume", kept.toString())).isOne();
  }

  private void refusesMistakes(Path folder) throws Exception {
    assertThat(verify("--table", "shop.order")).isEqualTo(2);
    assertThat(err).contains("no contract writes to table 'shop.order'").contains("shop.orders");
    assertThat(verify("--allow-unverified", "laziness")).isEqualTo(2);
    assertThat(err).contains("no-right, no-limit, no-source");
    assertThat(verify("--max-time", "soon")).isEqualTo(2);
    assertThat(err).contains("'soon' is not a duration");
    assertThat(verify("--report", folder.resolve("nowhere/a.html").toString())).isEqualTo(2);
    assertThat(err).contains("is not a writable folder");
    Path other = Files.writeString(folder.resolve("other"), "not json\n");
    assertThat(verify("--resume", other.toString())).isEqualTo(2);
    assertThat(err).contains("was not written by an audit");
  }

  private void readsOnlySomeTables() throws Exception {
    assertThat(verify("--table", AuditWorld.A, "--output", "json")).isZero();
    JsonNode report = JSON.readTree(out);
    assertThat(report.path("coverage"))
        .isNotEmpty()
        .allSatisfy(one -> assertThat(one.path("table").asText()).isEqualTo(AuditWorld.A));
  }

  /** Rows that are gone without a trace, together with what would say so. */
  private void neverCallsFineWhatItDidNotSee() throws Exception {
    AuditWorld.Undo offsets = null;
    for (Upkeep.Change change : Upkeep.all()) {
      if (change.name().equals("settled offsets expire")) {
        offsets = change.action().apply(world, new java.util.Random(1));
      }
    }
    assertThat(offsets).isNotNull();
    AuditWorld.Undo rows =
        world.rewrite(
            AuditWorld.ORDERS,
            all -> {
              all.removeIf(row -> row.getField("_kafka_topic").equals("refunds"));
              return all;
            });
    assertThat(verify()).isOne();
    assertThat(out).contains("MISSING refunds/0/0 to 19");
    rows.run();
    offsets.run();
    world.landscape().topic("refunds.replay", 1);
    world
        .landscape()
        .send(
            new org.apache.kafka.clients.producer.ProducerRecord<>("refunds.replay", new byte[3]));
    world.landscape().flush();
    assertThat(verify()).isOne();
    assertThat(out).contains("refunds.replay").contains("not verified: no-limit");
    assertThat(verify("--allow-unverified", "no-limit")).isZero();
  }
}
