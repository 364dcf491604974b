package id.kursi.launcher;

import java.nio.file.Path;
import java.util.List;

/**
 * Prints developers' tokens: {@code Token DATA ROLE [ACCOUNT [COUNT]]}. With a count, one token a
 * line for the accounts ACCOUNT-1 to ACCOUNT-COUNT. An officer of certain offices is {@code
 * officer@SMPN-01,SMPN-02}.
 */
public final class Token {
  private static final List<String> ROLES = List.of("citizen", "officer", "admin", "operator");

  public static void main(String[] args) throws Exception {
    var role = args.length < 2 ? new String[] {""} : args[1].split("@", 2);
    if (!ROLES.contains(role[0])) {
      System.err.println(
          "Usage: bin/token citizen|officer[@OFFICE,...]|admin|operator [ACCOUNT [COUNT]]");
      System.exit(2);
    }
    var key = DevKeys.in(Path.of(args[0], "keys")).privateKey("RSA");
    var offices = role.length == 1 ? new String[0] : role[1].split(",");
    var account = args.length > 2 ? args[2] : "dev-" + role[0];
    if (args.length < 4) {
      System.out.println(DevKeys.token(account, role[0], key, offices));
      return;
    }
    var out = new StringBuilder();
    for (int i = 1; i <= Integer.parseInt(args[3]); i++) {
      out.append(DevKeys.token(account + "-" + i, role[0], key, offices)).append('\n');
    }
    System.out.print(out);
  }

  private Token() {}
}
