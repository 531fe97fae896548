package io.sluice.failure;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The setup is wrong. The message lists each problem on its own line. */
public final class SetUpException extends Failure {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public SetUpException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /**
   * Creates an exception for a problem that is not in a file. The message says what is wrong,
   * where, and what to do.
   */
  public SetUpException(String message) {
    super(message);
    this.problems = List.of();
  }

  /** The problems in files. */
  public List<Problem> problems() {
    return problems;
  }

  @Override
  public <R> R fold(
      Function<? super SetUpException, R> setUp,
      Function<? super OutageException, R> outage,
      Function<? super ConflictException, R> conflict,
      Function<? super InterruptionException, R> interruption) {
    return setUp.apply(this);
  }
}
