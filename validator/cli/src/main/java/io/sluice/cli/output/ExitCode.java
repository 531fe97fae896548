package io.sluice.cli.output;

import io.sluice.failure.Failure;

/** The exit codes, which are the same for all subcommands. */
public final class ExitCode {

  public static final int FINE = 0;

  /** Lint problems, failed tests, dead records in a check, damage in an audit. */
  public static final int FINDINGS = 1;

  /** Wrong usage, or a setup problem. */
  public static final int SET_UP = 2;

  /** An external system cannot be reached. */
  public static final int OUTAGE = 3;

  public static final int INTERNAL = 4;

  /** Continuing would lose or duplicate records. */
  public static final int CONFLICT = 5;

  public static final int INTERRUPTED = 130;

  private ExitCode() {}

  /** The exit code of a command that a failure stopped. */
  public static int of(Failure failure) {
    return failure.fold(
        setUp -> SET_UP, outage -> OUTAGE, conflict -> CONFLICT, interruption -> INTERRUPTED);
  }
}
