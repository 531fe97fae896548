package io.sluice.job.lake.commit;

/** The process ends here, in a simulation. */
final class SimulatedCrash extends RuntimeException {
  private static final long serialVersionUID = 1L;
}
