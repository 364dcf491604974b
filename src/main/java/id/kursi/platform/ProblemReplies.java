package id.kursi.platform;

import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Makes problem documents ready to be sent. */
@ApplicationScoped
public class ProblemReplies {
  private static final Set<ProblemType> PASSING =
      Set.of(ProblemType.OVERLOADED, ProblemType.OUTCOME_UNKNOWN, ProblemType.UNAVAILABLE);
  private static final String RETRY_AFTER_SECONDS = "2";

  private final Json json;

  ProblemReplies(Json json) {
    this.json = json;
  }

  public Reply of(Problem problem, Language language) {
    var reply =
        Reply.of(
                problem.status(),
                Problem.MEDIA_TYPE,
                Buffer.buffer(json.bytes(problem.in(language))))
            .with("Content-Language", language.tag());
    if (problem.again() != null) {
      // Whole seconds: less than one would say at once.
      reply.with("Retry-After", Long.toString(problem.again().toSeconds() + 1));
    } else if (PASSING.contains(problem.problemType())) {
      reply.with("Retry-After", RETRY_AFTER_SECONDS);
    }
    if (problem.status() == 401) {
      reply.with("WWW-Authenticate", "Bearer");
    }
    return reply;
  }
}
