package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.audit.report.AuditReport;
import io.sluice.audit.report.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The audit measured by mutation: of single changes to a correct world, it must find every harmful
 * one with the right kind of finding, and report none of the harmless ones.
 */
class AuditMutationIT {

  private final long seed = Long.getLong("audit.seed", new Random().nextLong(1_000_000));
  private final List<String> wrong = new ArrayList<>();

  @Test
  void everyKindOnce(@TempDir Path folder) throws Exception {
    try (AuditWorld world = world(folder)) {
      Random random = new Random(seed);
      for (Damages.Damage damage : Damages.all()) {
        mustFind(world, damage, random);
      }
      for (Upkeep.Change change : Upkeep.all()) {
        mustNotReport(world, change, random);
      }
      assertThat(wrong).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  @Tag("soak")
  @Tag("full")
  void manyAtRandom(@TempDir Path folder) throws Exception {
    int changes = Integer.getInteger("audit.changes", 40);
    try (AuditWorld world = world(folder)) {
      Random random = new Random(seed);
      List<Damages.Damage> damages = Damages.all();
      List<Upkeep.Change> upkeep = Upkeep.all();
      for (int i = 0; i < changes; i++) {
        mustFind(world, damages.get(random.nextInt(damages.size())), random);
        mustNotReport(world, upkeep.get(random.nextInt(upkeep.size())), random);
      }
      assertThat(wrong).as("seed %d", seed).isEmpty();
      System.out.printf("audit: %d harmful and %d harmless changes%n", changes, changes);
    }
  }

  private AuditWorld world(Path folder) throws Exception {
    System.out.printf("audit mutations: -Daudit.seed=%d%n", seed);
    AuditWorld world = AuditWorld.make(folder);
    assertThat(said(world.audit())).isEmpty();
    return world;
  }

  private void mustFind(AuditWorld world, Damages.Damage damage, Random random) throws Exception {
    AuditWorld.Undo undo = damage.action().apply(world, random);
    AuditReport report = world.audit();
    if (report.findings().stream().noneMatch(finding -> damage.found().contains(finding.kind()))) {
      wrong.add(damage + ": expected " + damage.found() + ", found " + said(report));
    }
    undo.run();
    requireSound(world, damage.name());
  }

  private void mustNotReport(AuditWorld world, Upkeep.Change change, Random random)
      throws Exception {
    AuditWorld.Undo undo = change.action().apply(world, random);
    AuditReport report = world.audit();
    if (!report.isClean()) {
      wrong.add(change + ": expected nothing, found " + said(report));
    }
    undo.run();
    requireSound(world, change.name());
  }

  /** A change that cannot be put back would be taken for the next one. */
  private void requireSound(AuditWorld world, String after) throws Exception {
    if (Boolean.getBoolean("audit.sound")) {
      assertThat(said(world.audit())).as("after '%s' was put back", after).isEmpty();
    }
  }

  private static List<String> said(AuditReport report) {
    List<String> said =
        report.findings().stream()
            .limit(4)
            .map(Finding::toString)
            .collect(Collectors.toCollection(ArrayList::new));
    report.unverified().stream().limit(2).forEach(gap -> said.add(gap.toString()));
    return said;
  }
}
