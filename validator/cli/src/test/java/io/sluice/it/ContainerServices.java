package io.sluice.it;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.KafkaContainer;

/** A broker and a registry in containers, from the images that docker-compose.yml uses. */
final class ContainerServices implements Services {

  private static final int REGISTRY_PORT = 8080;

  private final KafkaContainer broker = new KafkaContainer("apache/kafka:4.1.1");
  private final GenericContainer<?> registry =
      new GenericContainer<>("apicurio/apicurio-registry:3.0.9")
          .withExposedPorts(REGISTRY_PORT)
          .waitingFor(Wait.forHttp("/apis/ccompat/v7/subjects"));

  ContainerServices() {
    broker.start();
    registry.start();
  }

  static boolean areAvailable() {
    return DockerClientFactory.instance().isDockerAvailable();
  }

  @Override
  public String bootstrapServers() {
    return broker.getBootstrapServers();
  }

  @Override
  public String registryUrl() {
    return "http://"
        + registry.getHost()
        + ":"
        + registry.getMappedPort(REGISTRY_PORT)
        + "/apis/ccompat/v7";
  }

  @Override
  public void close() {
    registry.stop();
    broker.stop();
  }
}
