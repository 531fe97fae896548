package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.kafka.ReloadingSslEngineFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the files of a client's certificates are read again. */
class RenewedStoresTest {

  @Test
  void aStoreIsReadAgainWhenItIsComplete(@TempDir Path folder) throws Exception {
    Certificates certificates = Certificates.in(folder.resolve("authority"));
    Path store = folder.resolve("store.p12");
    Files.copy(certificates.valid("old"), store);
    Map<String, String> properties = new HashMap<>(certificates.trust());
    properties.put("ssl.keystore.location", store.toString());
    properties.put("ssl.keystore.password", Certificates.PASSWORD);
    try (ReloadingSslEngineFactory factory = new ReloadingSslEngineFactory()) {
      factory.configure(new ConfigDef().withClientSslSupport().parse(properties));
      assertThat(namesAfterConnecting(factory)).containsExactly("old");
      Files.writeString(store, "half of it");
      assertThat(namesAfterConnecting(factory)).containsExactly("old");
      Files.copy(certificates.valid("new"), store, StandardCopyOption.REPLACE_EXISTING);
      assertThat(namesAfterConnecting(factory)).containsExactly("new");
      Files.delete(store);
      assertThat(namesAfterConnecting(factory)).containsExactly("new");
    }
  }

  private static List<String> namesAfterConnecting(ReloadingSslEngineFactory factory)
      throws Exception {
    assertThat(factory.createClientSslEngine("localhost", 1, "https")).isNotNull();
    return Collections.list(factory.keystore().aliases());
  }

  @Test
  void onlyClientsWithStoresGetTheFactoryAndOnlyIfTheyNameNoOther() {
    assertThat(ReloadingSslEngineFactory.addTo(Map.of("security.protocol", "SSL")))
        .doesNotContainKey("ssl.engine.factory.class");
    Map<String, String> own =
        Map.of("ssl.truststore.location", "x.p12", "ssl.engine.factory.class", "com.acme.Own");
    assertThat(ReloadingSslEngineFactory.addTo(own)).isEqualTo(own);
  }
}
