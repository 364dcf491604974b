package id.kursi.platform;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A problem document (RFC 9457): type, title and status, what a citizen may be shown in both
 * languages, and members of the type's own. Never holds a child's data, nor anything of the
 * service's insides.
 */
@RegisterForReflection
@JsonPropertyOrder({"type", "title", "status", "message"})
public final class Problem {
  public static final String MEDIA_TYPE = "application/problem+json";
  private static final Set<ProblemType> PASSING =
      Set.of(ProblemType.OVERLOADED, ProblemType.OUTCOME_UNKNOWN, ProblemType.UNAVAILABLE);
  private static final int RETRY_AFTER_SECONDS = 2;

  private final ProblemType type;
  private final Map<String, Object> members = new LinkedHashMap<>();

  private Problem(ProblemType type) {
    this.type = type;
  }

  public static Problem of(ProblemType type) {
    return new Problem(type);
  }

  public Problem with(String member, Object value) {
    if (value != null) {
      members.put(member, value);
    }
    return this;
  }

  @JsonProperty
  public String type() {
    return type.uri();
  }

  @JsonProperty
  public String title() {
    return type.title().en();
  }

  @JsonProperty
  public int status() {
    return type.status();
  }

  @JsonProperty
  public Bilingual message() {
    return type.title();
  }

  @JsonAnyGetter
  public Map<String, Object> members() {
    return members;
  }

  @JsonIgnore
  public Response response() {
    var response = Response.status(type.status()).type(MEDIA_TYPE).entity(this);
    if (PASSING.contains(type)) {
      response.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    if (type.status() == 401) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    }
    return response.build();
  }
}
