package id.kursi.platform;

import id.kursi.platform.DirectRoutes.Asked;
import io.smallrye.mutiny.Uni;
import java.util.function.Function;

/** How often an account may ask: what is beyond is refused before anything is done. */
public interface AccountLimits {
  /** Commands. */
  Uni<Reply> claims(Asked asked, Function<Asked, Uni<Reply>> answer);

  Uni<Reply> reads(Asked asked, Function<Asked, Uni<Reply>> answer);
}
