package id.kursi.platform;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import jakarta.ws.rs.core.Response;

/** An answer, ready to be sent: status, headers and bytes. */
public record Reply(int status, MultiMap headers, Buffer body) {
  public static Reply json(int status, byte[] body) {
    return of(status, "application/json", Buffer.buffer(body));
  }

  public static Reply of(int status, String mediaType, Buffer body) {
    return new Reply(status, MultiMap.caseInsensitiveMultiMap(), body)
        .with("Content-Type", mediaType);
  }

  public Reply with(String name, String value) {
    headers.set(name, value);
    return this;
  }

  /** For the resources of the REST layer. */
  public Response response() {
    var response = Response.status(status).entity(body.getBytes());
    headers.forEach(response::header);
    return response.build();
  }
}
