package id.kursi.platform;

import jakarta.enterprise.context.RequestScoped;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Who is asking: the account is the token's subject. */
@RequestScoped
public class CurrentUser {
  private static final int MAX_ACCOUNT = 128;

  private final JsonWebToken token;

  CurrentUser(JsonWebToken token) {
    this.token = token;
  }

  public String account() {
    return account(token);
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
