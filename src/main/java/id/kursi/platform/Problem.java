package id.kursi.platform;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A problem document (RFC 9457): type, title and status, what a citizen may be shown in both
 * languages, and members of the type's own. Never holds a child's data, nor anything of the
 * service's insides.
 */
@RegisterForReflection
@JsonPropertyOrder({"type", "title", "status", "message"})
public final class Problem {
  public static final String MEDIA_TYPE = "application/problem+json";

  private final ProblemType type;
  private final Map<String, Object> members = new LinkedHashMap<>();
  private Language language = Language.EN;
  private Duration again;

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

  /** When the same may be asked again: told as Retry-After. */
  public Problem after(Duration wait) {
    again = wait;
    return this;
  }

  /** The language of the title; the message is in both. */
  Problem in(Language wanted) {
    language = wanted;
    return this;
  }

  @JsonIgnore
  public ProblemType problemType() {
    return type;
  }

  /** Null where the type says nothing of it either. */
  @JsonIgnore
  Duration again() {
    return again;
  }

  @JsonProperty
  public String type() {
    return type.uri();
  }

  @JsonProperty
  public String title() {
    return type.title().in(language);
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
}
