package id.kursi.launcher;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;

/** Where a service's database and Redis are, by the settings that the service itself reads. */
record Neighbours(String database, Login service, Login owner, String redis, String prefix) {
  /**
   * @param user and password may be null, where the database asks for neither
   */
  record Login(String user, String password) {}

  static Neighbours of(Map<String, String> settings) {
    return of(settings::get);
  }

  static Neighbours ofEnvironment() {
    return of(setting -> System.getenv(Launcher.variable(setting)));
  }

  static Neighbours of(Function<String, String> setting) {
    var prefix = setting.apply("kursi.seat-counter.prefix");
    var login =
        new Login(
            setting.apply("quarkus.datasource.username"),
            setting.apply("quarkus.datasource.password"));
    return new Neighbours(
        required(setting, "quarkus.datasource.reactive.url").replaceFirst("^vertx-reactive:", ""),
        login,
        setting.apply("quarkus.flyway.username") == null
            ? login
            : new Login(
                setting.apply("quarkus.flyway.username"), setting.apply("quarkus.flyway.password")),
        required(setting, "quarkus.redis.hosts"),
        prefix == null ? "kursi" : prefix);
  }

  static String required(Function<String, String> setting, String name) {
    var value = setting.apply(name);
    if (value == null) {
      throw new IllegalArgumentException("Set " + Launcher.variable(name) + " first.");
    }
    return value;
  }

  String jdbcUrl() {
    return "jdbc:" + database;
  }

  Connection connect() throws SQLException {
    return connect(service);
  }

  Connection connect(Login login) throws SQLException {
    var properties = new Properties();
    if (login.user() != null) {
      properties.put("user", login.user());
    }
    if (login.password() != null) {
      properties.put("password", login.password());
    }
    return DriverManager.getConnection(jdbcUrl(), properties);
  }
}
