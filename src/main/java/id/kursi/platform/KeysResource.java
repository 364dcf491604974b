package id.kursi.platform;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The keys by which anybody can check what the service has signed. */
@Path("/v1/keys")
@PermitAll
public class KeysResource {
  private final String keys;

  KeysResource(Signer signer) {
    keys = signer.publicKeys();
  }

  @GET
  @Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
  public Response keys() {
    return Response.ok(keys, MediaType.APPLICATION_JSON)
        .header("Cache-Control", "public, max-age=300")
        .build();
  }
}
