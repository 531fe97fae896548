package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.cli.run.EmbeddedFlink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.rest.RestCatalogServer;
import org.apache.iceberg.rest.RestCatalogServer.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate on other catalogs and storage than SQLite and a folder, with their outages. */
class CatalogIT {

  private static final int ROUND = 300;

  private Landscape landscape;
  private int schemaId;
  private int sent;

  private void begin(Landscape parts) throws Exception {
    landscape = parts;
    landscape.topic("orders", 2);
    landscape.topic("orders.dlq", 1);
    landscape.contract("orders", Orders.contract("orders", "orders", "shop.orders"));
    landscape.withRestarts();
    schemaId = landscape.register("orders-value", "AVRO", Orders.SCHEMA.toString());
  }

  private void send() throws Exception {
    for (int i = 0; i < ROUND; i++) {
      landscape.send("orders", i % 2, Orders.order(schemaId, sent++));
    }
    landscape.flush();
  }

  private void requireAllIn() throws Exception {
    landscape.awaitSettled("orders");
    assertThat(landscape.rows("shop.orders")).hasSize(sent * 9 / 10);
    assertThat(landscape.audit().findings()).isEmpty();
  }

  @Test
  void postgresWithAnOutage(@TempDir Path folder) throws Exception {
    assumeTrue(PrivatePostgres.isInstalled(), "PostgreSQL is not installed");
    try (PrivatePostgres postgres = PrivatePostgres.start();
        Landscape parts = new Landscape(folder)) {
      begin(parts);
      landscape.catalog(postgres.catalog(folder.resolve("warehouse")), "jdbc.password");
      send();
      try (EmbeddedFlink flink = landscape.start()) {
        requireAllIn();
        postgres.crash();
        send();
        Thread.sleep(3_000);
        postgres.resume();
        requireAllIn();
        flink.cancel();
      }
      send();
      try (EmbeddedFlink flink = landscape.start()) {
        requireAllIn();
        flink.cancel();
      }
    }
  }

  @Test
  void restWithLostReplies(@TempDir Path folder) throws Exception {
    try (Landscape parts = new Landscape(folder);
        TokenServer tokens = new TokenServer(Duration.ofSeconds(5));
        RestCatalogServer server = new RestCatalogServer(parts.catalog())) {
      server.requireCredentials(tokens::acceptsHeader);
      begin(parts);
      landscape.catalog(
          Map.of(
              "type",
              "rest",
              "uri",
              server.uri(),
              "rest.client.max-retries",
              "1",
              "oauth2-server-uri",
              tokens.tokenUrl(),
              "credential",
              TokenServer.CLIENT + ":" + TokenServer.SECRET),
          "credential");
      send();
      try (EmbeddedFlink flink = landscape.start()) {
        requireAllIn();
        for (Fault fault : new Fault[] {Fault.REFUSE, Fault.DO_AND_503, Fault.DO_AND_CUT}) {
          AtomicInteger planted = new AtomicInteger();
          server.faults(
              (method, path) ->
                  method.equals("POST")
                          && path.endsWith("/tables/orders")
                          && planted.getAndIncrement() < 2
                      ? fault
                      : Fault.NONE);
          send();
          requireAllIn();
          assertThat(planted).as(fault + " was met").hasPositiveValue();
        }
        flink.cancel();
      }
    }
  }

  @Test
  void filesInS3(@TempDir Path folder) throws Exception {
    try (S3Server s3 = S3Server.start(folder);
        Landscape parts = new Landscape(folder)) {
      begin(parts);
      landscape.catalog(
          s3.catalog(parts.catalogProperties()), "s3.access-key-id", "s3.secret-access-key");
      send();
      try (EmbeddedFlink flink = landscape.start()) {
        requireAllIn();
        send();
        requireAllIn();
        flink.cancel();
      }
    }
  }

  @Test
  void hadoopWithoutAnyServer(@TempDir Path folder) throws Exception {
    try (Landscape parts = new Landscape(folder)) {
      begin(parts);
      landscape.catalog(
          Map.of("type", "hadoop", "warehouse", folder.resolve("tables").toUri().toString()));
      send();
      try (EmbeddedFlink flink = landscape.start()) {
        requireAllIn();
        send();
        requireAllIn();
        flink.cancel();
      }
    }
  }
}
