package io.sluice.failure;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The setup is wrong. The message lists each problem on a line of its own. */
public final class SetUpException extends Failure {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public SetUpException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** For a problem that is not in a file: what is wrong, where, and what to do. */
  public SetUpException(String message) {
    super(message);
    this.problems = List.of();
  }

  /** Those that are in files. */
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
