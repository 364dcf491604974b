package id.kursi.platform;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import org.jboss.logging.Logger;

/** The one place where failures become problems. */
final class Problems {
  private static final Logger LOG = Logger.getLogger(Problems.class);

  static Problem of(Throwable failure) {
    return switch (failure) {
      case ProblemException known -> known.problem();
      case AuthenticationFailedException forged -> Problem.of(ProblemType.INVALID_TOKEN);
      case UnauthorizedException nobody -> Problem.of(ProblemType.UNAUTHENTICATED);
      case ForbiddenException other -> Problem.of(ProblemType.MISSING_ROLE);
      case WebApplicationException refusal -> Problem.of(type(refusal));
      default -> Problem.of(unexpected(failure));
    };
  }

  private static ProblemType type(WebApplicationException refusal) {
    return switch (refusal.getResponse().getStatus()) {
      case 400 -> ProblemType.MALFORMED_JSON;
      case 401 -> ProblemType.UNAUTHENTICATED;
      case 403 -> ProblemType.MISSING_ROLE;
      case 404 -> ProblemType.NOT_FOUND;
      case 405 -> ProblemType.METHOD_NOT_ALLOWED;
      case 406 -> ProblemType.NOT_ACCEPTABLE;
      case 413 -> ProblemType.BODY_TOO_LARGE;
      case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
      default -> unexpected(refusal);
    };
  }

  /** Only the kind of the failure is logged: a message could hold what a citizen sent. */
  private static ProblemType unexpected(Throwable failure) {
    var at = failure.getStackTrace();
    LOG.errorf(
        "Request failed: %s at %s", failure.getClass().getName(), at.length > 0 ? at[0] : "?");
    LOG.debug("Request failed", failure);
    return ProblemType.INTERNAL;
  }

  private Problems() {}
}
