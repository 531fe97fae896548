package io.sluice.it;

import io.sluice.demo.EmbeddedBroker;
import io.sluice.demo.EmbeddedRegistry;
import io.sluice.demo.FreePorts;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A broker in a process of its own, which can be killed and comes back where it was. */
final class BrokerProcess implements Services {

  private final Path folder;
  private final List<String> properties;
  private final List<Integer> ports = FreePorts.find(2);
  private final EmbeddedRegistry registry;
  private Process process;

  BrokerProcess(Path folder, Map<String, String> brokerProperties) throws IOException {
    this.folder = folder;
    this.properties =
        brokerProperties.entrySet().stream()
            .map(property -> property.getKey() + "=" + property.getValue())
            .toList();
    start();
    this.registry =
        EmbeddedRegistry.start(
            Path.of(System.getProperty("sluice.registry")), folder.resolve("registry"));
  }

  /** The process itself: folder, port, controller's port, properties. */
  public static void main(String[] arguments) throws IOException {
    Map<String, String> properties = new HashMap<>();
    for (String property : List.of(arguments).subList(3, arguments.length)) {
      int at = property.indexOf('=');
      properties.put(property.substring(0, at), property.substring(at + 1));
    }
    EmbeddedBroker broker =
        EmbeddedBroker.start(
            Path.of(arguments[0]),
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            properties);
    System.out.println(broker.bootstrapServers());
    System.out.flush();
    while (System.in.read() >= 0) {
      // it is killed, or ends with whoever started it
    }
    broker.close();
  }

  /** Starts it, and returns when it answers. */
  void start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(BrokerProcess.class.getName());
    command.add(folder.resolve("kafka").toString());
    ports.forEach(port -> command.add(port.toString()));
    command.addAll(properties);
    process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("broker.log").toFile()))
            .start();
    BufferedReader said = process.inputReader();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      if (line.equals(bootstrapServers())) {
        return;
      }
    }
    throw new IOException("the broker did not start; see " + folder.resolve("broker.log"));
  }

  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public String bootstrapServers() {
    return "127.0.0.1:" + ports.get(0);
  }

  @Override
  public String registryUrl() {
    return registry.url();
  }

  @Override
  public void close() {
    registry.close();
    kill();
  }
}
