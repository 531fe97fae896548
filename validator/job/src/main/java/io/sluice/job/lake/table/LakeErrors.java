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

/**
 * What the exceptions of catalogs and of the storage behind them mean: the one place that knows.
 */
public final class LakeErrors {

  /** Nobody answered. */
  private static final Set<Class<? extends Exception>> SILENCE =
      Set.of(InterruptedIOException.class, SocketException.class, UnknownHostException.class);

  /** What a running job tries again, since what was right when it started may be so again. */
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
   * Whether nobody answered, or only to say that it cannot serve now. Any other failure of a start
   * is a setup problem: a wrong password or a warehouse that may not be written does not pass.
   */
  public static boolean isSilence(Throwable failure) {
    // a socket that cannot be opened for a wrong trust store has that as its cause
    Throwable deepest =
        Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
            .reduce(failure, (outer, cause) -> cause);
    return isOneOf(deepest, SILENCE) || isCausedBy(failure, Set.of(ServiceFailureException.class));
  }

  /**
   * Whether a failure of a running job may pass; everything else is a mistake. A job that is being
   * stopped interrupts what it was doing, which is neither: it is not tried again here.
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
