package io.sluice.cli.output;

import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.flink.runtime.JobException;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.flink.util.SerializedThrowable;

/** The cause of an exception as one readable line. */
public final class RootCause {

  private static final Pattern SECRET =
      Pattern.compile("(?i)(password|secret|token|credential)[\"']?[=:]\\s*[^&;,\\s]*");

  private static final Pattern USER = Pattern.compile("//[^/@\\s]*@");
  private static final int LONGEST = 600;

  /** Exceptions that only wrap another one. */
  private static final Set<Class<?>> WRAPPERS =
      Set.of(
          JobException.class,
          CompletionException.class,
          ExecutionException.class,
          FlinkRuntimeException.class);

  private RootCause() {}

  /** The first meaningful message, and the deepest one if it differs. */
  public static String line(Throwable thrown) {
    Throwable first = real(thrown);
    while (first.getCause() != null && WRAPPERS.contains(first.getClass())) {
      first = real(first.getCause());
    }
    Throwable deepest = deepest(first);
    String line = message(first) + (deepest.equals(first) ? "" : " (" + message(deepest) + ")");
    String oneLine = withoutSecrets(line).replaceAll("\\s+", " ").strip();
    return oneLine.length() > LONGEST ? oneLine.substring(0, LONGEST) + "..." : oneLine;
  }

  public static Throwable deepest(Throwable thrown) {
    Throwable deepest = real(thrown);
    while (deepest.getCause() != null) {
      deepest = real(deepest.getCause());
    }
    return deepest;
  }

  /** The message without passwords and other secrets. */
  public static String withoutSecrets(String message) {
    return USER.matcher(SECRET.matcher(message).replaceAll("$1=***")).replaceAll("//***@");
  }

  /** The exception itself; Flink sends exceptions as serialized bytes. */
  private static Throwable real(Throwable thrown) {
    return thrown instanceof SerializedThrowable serialized
        ? serialized.deserializeError(RootCause.class.getClassLoader())
        : thrown;
  }

  private static String message(Throwable thrown) {
    String message = thrown.getMessage();
    if (message == null || message.isBlank()) {
      return thrown.getClass().getSimpleName();
    }
    String sentence = message.strip().replaceAll("[. ]+$", "");
    boolean saysNothing =
        thrown.getClass() == Exception.class || thrown.getClass() == RuntimeException.class;
    return saysNothing ? sentence : thrown.getClass().getSimpleName() + ": " + sentence;
  }
}
