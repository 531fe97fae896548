package io.sluice.cli.audit;

import io.sluice.audit.value.SchemaTexts;
import io.sluice.config.SluiceConfig;
import io.sluice.registry.ConfluentRegistryClient;
import io.sluice.registry.RegistryAnswer;
import io.sluice.registry.RegistryOutage;
import io.sluice.schema.SchemaFormat;
import io.sluice.wire.SchemaRef;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Schema texts for the audit, from the registry of a configuration. */
public final class RegistrySchemas implements SchemaTexts {

  private final @Nullable ConfluentRegistryClient registry;

  public RegistrySchemas(SluiceConfig config) {
    this.registry = io.sluice.letters.RegistryAccess.client(config);
  }

  @Override
  public Text fetch(String label) throws IOException {
    if (registry == null) {
      throw new IOException("records use registry schemas, but the configuration has no registry");
    }
    try {
      if (registry.fetch(SchemaRef.parse(label)) instanceof RegistryAnswer.Found found) {
        return new Text(
            found.schema().format().equals(SchemaFormat.AVRO),
            found.schema().text(),
            List.copyOf(found.schema().references().values()));
      }
      throw new IOException("the registry has no usable schema " + label);
    } catch (RegistryOutage e) {
      throw e.failure("without the registry, the audit cannot read the records");
    }
  }
}
