package io.sluice.it;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Sends orders to topics all the time, until it is closed. */
final class Feeder implements AutoCloseable {

  private static final int PER_ROUND = 20;

  private final Thread thread;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private volatile boolean running = true;

  Feeder(Landscape landscape, int schemaId, List<String> topics) {
    thread = new Thread(() -> run(landscape, schemaId, topics), "feeder");
  }

  void start() {
    thread.start();
  }

  private void run(Landscape landscape, int schemaId, List<String> topics) {
    try {
      for (long number = 0; running; number++) {
        for (String topic : topics) {
          landscape.send(topic, (int) (number % 2), Orders.order(schemaId, number));
        }
        if (number % PER_ROUND == 0) {
          Thread.sleep(10);
        }
      }
    } catch (IOException | InterruptedException e) {
      failure.set(e);
    }
  }

  @Override
  public void close() throws IOException {
    running = false;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (failure.get() != null) {
      throw new IOException("the feeder failed", failure.get());
    }
  }
}
