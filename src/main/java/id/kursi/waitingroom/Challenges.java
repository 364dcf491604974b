package id.kursi.waitingroom;

import id.kursi.platform.ProblemException;
import id.kursi.platform.ProblemType;
import id.kursi.waitingroom.RoomConfig.Challenge;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.http.HttpClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks whoever set the question whether it was answered, where an operator has set one. The
 * protocol is the one that hCaptcha, Turnstile and reCAPTCHA share: a form of secret and response,
 * answered by {"success": true}. The family's address is not passed on.
 */
@ApplicationScoped
class Challenges {
  private static final Duration WITHIN = Duration.ofSeconds(4);
  private static final int MOST_WAITING = 10_000;

  private final Optional<Challenge> config;
  private final HttpClient http;

  Challenges(RoomConfig config, Vertx vertx) {
    this.config = config.challenge();
    http =
        vertx.createHttpClient(
            new HttpClientOptions().setMaxPoolSize(64).setMaxWaitQueueSize(MOST_WAITING));
  }

  boolean areAsked() {
    return config.isPresent();
  }

  /** Fails unless the answer is right; 503 while whoever asks the question is away. */
  Uni<Void> require(String answer) {
    if (config.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    var form = "secret=" + encoded(config.get().secret()) + "&response=" + encoded(answer);
    return http.request(
            new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(config.get().verify().toString())
                .setConnectTimeout(WITHIN.toMillis())
                .putHeader("Content-Type", "application/x-www-form-urlencoded"))
        .chain(request -> request.send(form))
        .chain(response -> response.body())
        // Left out or null, it is as good as false.
        .map(body -> Boolean.TRUE.equals(body.toJsonObject().getBoolean("success")))
        .ifNoItem()
        .after(WITHIN)
        .fail()
        .onFailure()
        .transform(away -> new ProblemException(ProblemType.UNAVAILABLE))
        .invoke(
            right -> {
              if (!right) {
                throw new ProblemException(ProblemType.CHALLENGE_FAILED);
              }
            })
        .replaceWithVoid();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
