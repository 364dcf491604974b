package id.kursi.reservation;

import static id.kursi.reservation.Api.nik;
import static id.kursi.reservation.Api.uuid7;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Text of SQL, of Lua and of templates in every field that takes one: kept to the letter, and run
 * by nobody.
 */
abstract class Injected {
  static List<String> texts() {
    return List.of(
        "'); DROP TABLE reservation; --",
        "' OR '1'='1",
        "$$; SELECT pg_sleep(30); $$",
        "\\'; COPY reservation TO PROGRAM 'id'; --",
        "\"} || jsonb_build_object('x', 1) || '{\"",
        "\"]] redis.call('DEL', KEYS[1]) --[[",
        "*3\r\n$3\r\nSET".replace("\r\n", " "),
        "{7*7} {inject:vertx} {{7*7}} ${7*7} #{7*7} ${jndi:ldap://127.0.0.1/x}",
        "%s %n %x \u202Etxt.exe",
        "=HYPERLINK(\"http://127.0.0.1\")",
        "..\\etc\\passwd & | ; `id` $(id)");
  }

  private String before;

  private static String state() throws Exception {
    return Database.text(
        "SELECT string_agg(c.relname || ' ' || c.relkind::text, ',' ORDER BY c.relname) FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace");
  }

  @BeforeEach
  void remember() throws Exception {
    before = state();
  }

  /** Everything is where it was, and still does its work. */
  @AfterEach
  void nothingWasRun() throws Exception {
    assertThat(state()).isEqualTo(before);
    assertThat(Redis.run("KEYS", "*")).isNotEmpty();
    var intake = TestIntake.open();
    Api.claim("after", uuid7(), intake.slot(1), nik()).statusCode(201);
    intake.assertSound();
  }

  /** To the letter, whatever the text holds. */
  static String quoted(String text) {
    return "$kursi$" + text + "$kursi$";
  }
}
