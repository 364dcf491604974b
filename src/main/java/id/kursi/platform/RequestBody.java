package id.kursi.platform;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Bodies, never longer than a limit. */
final class RequestBody {
  /** The whole body, or a problem as soon as it is longer than {@code limit} bytes. */
  static Future<Buffer> read(HttpServerRequest request, long limit) {
    if (isOver(request, limit)) {
      return Future.failedFuture(new ProblemException(ProblemType.BODY_TOO_LARGE));
    }
    Promise<Buffer> whole = Promise.promise();
    var body = Buffer.buffer();
    request.exceptionHandler(whole::tryFail);
    request.endHandler(ended -> whole.tryComplete(body));
    request.handler(
        part -> {
          if (body.length() + part.length() > limit) {
            whole.tryFail(new ProblemException(ProblemType.BODY_TOO_LARGE));
          } else {
            body.appendBuffer(part);
          }
        });
    return whole.future();
  }

  /** By what the request says of itself; a body in chunks says nothing. */
  static boolean isOver(HttpServerRequest request, long limit) {
    var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length != null && Long.parseLong(length) > limit;
    } catch (NumberFormatException notALength) {
      // Vert.x refuses what is no number; what remains has more digits than a long.
      return true;
    }
  }

  private RequestBody() {}
}
