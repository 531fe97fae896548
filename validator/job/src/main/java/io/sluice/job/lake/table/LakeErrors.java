package io.sluice.job.lake.table;

import io.sluice.failure.OutageException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.exceptions.ServiceFailureException;

/** Classifies the exceptions of catalogs and of their storage. */
public final class LakeErrors {

  /** Errors that mean that nothing answered. */
  private static final Set<Class<? extends Exception>> SILENCE =
      Set.of(InterruptedIOException.class, SocketException.class, UnknownHostException.class);

  /**
   * Errors after which a running job tries again. Its setup worked at the start, so it can work
   * again.
   */
  private static final Set<Class<? extends Exception>> PASSING =
      Set.of(
          OutageException.class,
          IOException.class,
          UncheckedIOException.class,
          SQLException.class,
          TimeoutException.class,
          RuntimeIOException.class,
          CommitFailedException.class,
          CommitStateUnknownException.class,
          ServiceFailureException.class);

  private LakeErrors() {}

  /**
   * Whether nothing answered, or the service is unavailable. Any other failure of a start is a
   * setup problem, such as a wrong password or a read-only warehouse.
   */
  public static boolean isSilence(Throwable failure) {
    // if a wrong trust store prevents a socket from opening, the cause shows it
    Throwable deepest =
        Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
            .reduce(failure, (outer, cause) -> cause);
    return isOneOf(deepest, SILENCE) || isCausedBy(failure, Set.of(ServiceFailureException.class));
  }

  /**
   * Whether a failure of a running job can pass. Everything else is a bug or a setup problem. An
   * interruption of a job that stops is neither, and is not tried again here.
   */
  public static boolean mayPass(RuntimeException failure) {
    return !isInterruption(failure) && isCausedBy(failure, PASSING);
  }

  private static boolean isInterruption(Throwable failure) {
    return Thread.currentThread().isInterrupted()
        || isCausedBy(
            failure, Set.of(ClosedByInterruptException.class, InterruptedException.class));
  }

  private static boolean isCausedBy(Throwable failure, Set<Class<? extends Exception>> kinds) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .anyMatch(cause -> isOneOf(cause, kinds));
  }

  private static boolean isOneOf(Throwable cause, Set<Class<? extends Exception>> kinds) {
    return kinds.stream().anyMatch(kind -> kind.isInstance(cause));
  }
}
