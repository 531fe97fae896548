package io.sluice.replay;

import io.sluice.failure.SetUpException;
import io.sluice.registry.ConfluentRegistryClient;
import io.sluice.registry.RegistryAnswer;
import io.sluice.registry.RegistryOutage;
import io.sluice.registry.SubjectSchema;
import io.sluice.schema.SchemaText;
import io.sluice.wire.SchemaRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The schemas that repaired events are encoded with. */
final class Encodings {

  private final @Nullable ConfluentRegistryClient registry;
  private final Map<String, Repair.Encoding> known = new HashMap<>();

  Encodings(@Nullable ConfluentRegistryClient registry) {
    this.registry = registry;
  }

  /**
   * A version of a subject.
   *
   * @throws SetUpException if the registry has none
   */
  Repair.Encoding of(String subject, int version) {
    return known.computeIfAbsent(subject + "@" + version, key -> fetch(subject, version));
  }

  /** The newest version of a subject. */
  Repair.Encoding newest(String subject) {
    return of(subject, 0);
  }

  private Repair.Encoding fetch(String subject, int version) {
    ConfluentRegistryClient client = registry;
    if (client == null) {
      throw new SetUpException(
          "the plan encodes events with a registry schema, but the configuration has no"
              + " registry; set registry.url");
    }
    try {
      List<SubjectSchema> versions = client.versions(subject);
      SubjectSchema found = null;
      for (SubjectSchema one : versions) {
        found = version == 0 || one.version() == version ? one : found;
      }
      SchemaText text =
          found != null
                  && client.fetch(new SchemaRef.Id(found.id()))
                      instanceof RegistryAnswer.Found answer
              ? answer.schema()
              : null;
      if (found == null || text == null) {
        throw new SetUpException(
            "the registry has no "
                + (version == 0 ? "version" : "version " + version)
                + " of subject '"
                + subject
                + "', which the plan's fix requires; nothing was sent");
      }
      return new Repair.Encoding(found.id(), text);
    } catch (RegistryOutage e) {
      throw e.failure("nothing was sent");
    }
  }
}
