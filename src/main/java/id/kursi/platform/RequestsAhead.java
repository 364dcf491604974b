package id.kursi.platform;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * How far a connection of HTTP/1.1 may ask ahead of its answers. Vert.x keeps what comes before an
 * earlier request is answered, and answers that nobody reads, without a bound: eighteen bytes sent
 * again and again behind an open stream would fill the heap. Whoever does so is dropped. HTTP/2
 * bounds both itself.
 */
@ApplicationScoped
class RequestsAhead {
  /** No browser asks ahead at all; what a proxy may gather is far below. */
  static final int MOST = 32;

  /** Bytes of answers: who asks one after another has read the last before asking again. */
  private static final int MOST_UNREAD = 256 << 10;

  private static final int FIRST = RequestIds.FIRST + 1;
  private static final String NAME = "requests-ahead";

  void register(@Observes Filters filters) {
    filters.register(this::bound, FIRST);
  }

  /** From a connection's first request on. */
  private void bound(RoutingContext context) {
    if (context.request().version() != HttpVersion.HTTP_2) {
      var vertx = ((ConnectionBase) context.request().connection()).channelHandlerContext();
      // Whoever is closed already has no handler left.
      if (!vertx.isRemoved() && vertx.pipeline().get(NAME) == null) {
        vertx.pipeline().addBefore(vertx.name(), NAME, new Bound());
      }
    }
    context.next();
  }

  private static final class Bound extends ChannelDuplexHandler {
    /** The one with which it came. */
    private int unanswered = 1;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof HttpRequest
          && (++unanswered > MOST || context.channel().bytesBeforeWritable() > MOST_UNREAD)) {
        context.close();
      }
      if (context.channel().isOpen()) {
        context.fireChannelRead(message);
      } else {
        ReferenceCountUtil.release(message);
      }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      boolean interim =
          message instanceof HttpResponse response
              && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
      if (message instanceof LastHttpContent && !interim) {
        unanswered--;
      }
      context.write(message, promise);
    }
  }
}
