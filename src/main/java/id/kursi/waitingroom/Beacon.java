package id.kursi.waitingroom;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.RequestOptions;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.http.HttpClient;
import io.vertx.mutiny.core.http.HttpClientRequest;
import io.vertx.mutiny.core.http.HttpClientResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Asks drand's relays for a round, {@code GET /{chain}/public/{round}}
 * (https://docs.drand.love/developer/http-api). No relay is trusted: what it says counts only if
 * the league signed it, so it does not matter which of them answers.
 */
final class Beacon {
  private static final Logger LOG = Logger.getLogger(Beacon.class);

  /** A round is some hundred bytes of JSON. */
  private static final int BODY_BYTES = 4096;

  private final HttpClient http;
  private final List<String> relays;
  private final Duration answerWithin;

  /**
   * @param relays their addresses, without a slash at the end, in the order in which they are asked
   * @param answerWithin for how long each is waited for
   */
  Beacon(HttpClient http, List<String> relays, Duration answerWithin) {
    this.http = http;
    this.relays = List.copyOf(relays);
    this.answerWithin = answerWithin;
  }

  /**
   * The round's signature, from the first relay that has it. Empty while none has: the round is
   * still to come, or nobody answers. Then ask again, and for the same round.
   */
  Uni<Optional<String>> evidence(DrandRound round) {
    return Multi.createFrom()
        .iterable(relays)
        .onItem()
        .transformToUniAndConcatenate(relay -> ask(relay, round))
        .select()
        .where(Optional::isPresent)
        .toUni()
        .map(found -> found == null ? Optional.empty() : found);
  }

  private Uni<Optional<String>> ask(String relay, DrandRound round) {
    var options =
        new RequestOptions()
            .setAbsoluteURI(relay + "/" + round.chain() + "/public/" + round.round())
            .setConnectTimeout(answerWithin.toMillis());
    return http.request(options)
        .flatMap(request -> exchange(relay, request))
        .map(said -> said.filter(signature -> isSigned(relay, round, signature)))
        .onFailure()
        .invoke(away -> LOG.warnf("The relay %s did not tell a round: %s", relay, away))
        .onFailure()
        .recoverWithItem(Optional.empty());
  }

  private Uni<Optional<String>> exchange(String relay, HttpClientRequest request) {
    return request
        .send()
        .flatMap(answer -> signature(relay, answer))
        .ifNoItem()
        .after(answerWithin)
        .fail()
        .onFailure()
        .invoke(() -> request.reset());
  }

  private static Uni<Optional<String>> signature(String relay, HttpClientResponse answer) {
    if (answer.statusCode() == 200) {
      return answer
          .toMulti()
          .collect()
          .in(Buffer::buffer, Beacon::append)
          .map(body -> Optional.ofNullable(body.toJsonObject().getString("signature")));
    }
    // What relays say of a round that is still to come.
    if (answer.statusCode() != 404) {
      LOG.warnf("The relay %s answered %d for a round", relay, answer.statusCode());
    }
    return Uni.createFrom().item(Optional.empty());
  }

  private static void append(Buffer body, Buffer part) {
    if (body.length() + part.length() > BODY_BYTES) {
      throw new IllegalStateException("More than " + BODY_BYTES + " bytes");
    }
    body.appendBuffer(part);
  }

  private static boolean isSigned(String relay, DrandRound round, String signature) {
    boolean signed = round.value(signature).isPresent();
    if (!signed) {
      LOG.warnf("The relay %s told of round %d what the league did not sign", relay, round.round());
    }
    return signed;
  }
}
