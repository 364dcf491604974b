package id.kursi.platform;

/** The roles that a token's groups may name. */
public final class Roles {
  public static final String CITIZEN = "citizen";
  public static final String OFFICER = "officer";
  public static final String ADMIN = "admin";
  public static final String OPERATOR = "operator";

  private Roles() {}
}
