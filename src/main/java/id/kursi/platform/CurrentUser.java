package id.kursi.platform;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.enterprise.context.RequestScoped;
import java.util.List;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Who is asking, and why: the account is the token's subject. */
@RequestScoped
public class CurrentUser {
  private static final int MAX_ACCOUNT = 128;

  /** Why an administrator or operator changes something, in UTF-8. */
  private static final String REASON = "Kursi-Reason";

  private final JsonWebToken token;
  private final CurrentVertxRequest current;

  CurrentUser(JsonWebToken token, CurrentVertxRequest current) {
    this.token = token;
    this.current = current;
  }

  public String account() {
    return account(token);
  }

  /** A change by this user, with the reason that came with the request, if any. */
  public Act act() {
    return new Act(account(), reason());
  }

  private String reason() {
    var sent = current.getCurrent().request().getHeader(REASON);
    if (sent == null || sent.isBlank()) {
      return null;
    }
    // HTTP's own reading of a header is ISO 8859-1, byte by byte.
    var reason = new String(sent.getBytes(ISO_8859_1), UTF_8).strip();
    if (reason.length() > Act.MAX_REASON) {
      Form.refuse(List.of(FieldRule.TOO_LONG.at(REASON)));
    }
    return reason;
  }

  public Offices offices() {
    return Offices.of(token);
  }

  /** The account of a token, whose subject must be a plain word of bounded length. */
  static String account(JsonWebToken token) {
    var subject = token.getSubject();
    if (subject == null
        || subject.isBlank()
        || subject.length() > MAX_ACCOUNT
        || subject.chars().anyMatch(Character::isISOControl)) {
      throw new ProblemException(ProblemType.INVALID_TOKEN);
    }
    return subject;
  }
}
