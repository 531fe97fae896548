package io.sluice.it;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

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

  @Override
  public void close() {
    logger.removeAppender(appender);
    appender.stop();
  }
}
