package id.kursi.platform;

/**
 * Carries a problem to the mapper from where a request cannot go on: a body that cannot be read, a
 * neighbour that fails.
 */
public final class ProblemException extends RuntimeException {
  private final transient Problem problem;

  public ProblemException(Problem problem) {
    // No stack trace: thrown once per refused request in a burst, and never printed.
    super(problem.type(), null, false, false);
    this.problem = problem;
  }

  public ProblemException(ProblemType type) {
    this(Problem.of(type));
  }

  public Problem problem() {
    return problem;
  }
}
