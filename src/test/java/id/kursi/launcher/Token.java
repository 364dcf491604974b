package id.kursi.launcher;

import java.nio.file.Path;
import java.util.List;

/**
 * Prints developers' tokens: {@code Token DATA ROLE [ACCOUNT [COUNT]]}. With a count, one token a
 * line for the accounts ACCOUNT-1 to ACCOUNT-COUNT.
 */
public final class Token {
  private static final List<String> ROLES = List.of("citizen", "officer", "admin", "operator");

  public static void main(String[] args) throws Exception {
    if (args.length < 2 || !ROLES.contains(args[1])) {
      System.err.println("Usage: bin/token citizen|officer|admin|operator [ACCOUNT [COUNT]]");
      System.exit(2);
    }
    var key = DevKeys.in(Path.of(args[0], "keys")).privateKey("RSA");
    var account = args.length > 2 ? args[2] : "dev-" + args[1];
    if (args.length < 4) {
      System.out.println(DevKeys.token(account, args[1], key));
      return;
    }
    var out = new StringBuilder();
    for (int i = 1; i <= Integer.parseInt(args[3]); i++) {
      out.append(DevKeys.token(account + "-" + i, args[1], key)).append('\n');
    }
    System.out.print(out);
  }

  private Token() {}
}
