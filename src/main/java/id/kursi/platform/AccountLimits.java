package id.kursi.platform;

import id.kursi.platform.DirectRoutes.Asked;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import java.util.function.Function;

/** How often an account may ask: what is beyond is refused before anything is done. */
public interface AccountLimits {
  /** Commands. */
  Uni<Reply> claims(Asked asked, Function<Asked, Uni<Reply>> answer);

  Uni<Reply> reads(Asked asked, Function<Asked, Uni<Reply>> answer);

  /** The answer within the limit of what the method does. */
  default Function<Asked, Uni<Reply>> of(HttpMethod method, Function<Asked, Uni<Reply>> answer) {
    return method == HttpMethod.GET
        ? asked -> reads(asked, answer)
        : asked -> claims(asked, answer);
  }
}
