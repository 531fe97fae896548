package io.sluice.it;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;
import org.awaitility.Awaitility;

/** What Sluice logs while this is open, with the fields of each line. */
final class LogLines implements AutoCloseable {

  /**
   * A line.
   *
   * @param fields as JSON has them
   */
  record Line(String message, Map<String, String> fields) {}

  private final List<Line> lines = new CopyOnWriteArrayList<>();
  private final Logger logger = (Logger) LogManager.getLogger("io.sluice");
  private final AbstractAppender appender =
      new AbstractAppender("lines", null, null, true, Property.EMPTY_ARRAY) {
        @Override
        public void append(LogEvent event) {
          lines.add(
              new Line(event.getMessage().getFormattedMessage(), event.getContextData().toMap()));
        }
      };

  LogLines() {
    appender.start();
    logger.addAppender(appender);
  }

  List<Line> lines() {
    return lines;
  }

  /** Waits for a line that contains all the texts. */
  void await(String... texts) {
    Awaitility.await()
        .atMost(Landscape.PATIENCE)
        .until(
            () ->
                lines.stream()
                    .anyMatch(line -> Stream.of(texts).allMatch(line.message()::contains)));
  }

  @Override
  public void close() {
    logger.removeAppender(appender);
    appender.stop();
  }
}
