package id.kursi.launcher;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;

/** Where a service's database and Redis are, by the settings that the service itself reads. */
record Neighbours(String database, String user, String password, String redis, String prefix) {
  static Neighbours of(Map<String, String> settings) {
    return of(settings::get);
  }

  static Neighbours ofEnvironment() {
    return of(setting -> System.getenv(Launcher.variable(setting)));
  }

  private static Neighbours of(Function<String, String> setting) {
    var prefix = setting.apply("kursi.seat-counter.prefix");
    return new Neighbours(
        required(setting, "quarkus.datasource.reactive.url").replaceFirst("^vertx-reactive:", ""),
        setting.apply("quarkus.datasource.username"),
        setting.apply("quarkus.datasource.password"),
        required(setting, "quarkus.redis.hosts"),
        prefix == null ? "kursi" : prefix);
  }

  private static String required(Function<String, String> setting, String name) {
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
    var properties = new Properties();
    if (user != null) {
      properties.put("user", user);
    }
    if (password != null) {
      properties.put("password", password);
    }
    return DriverManager.getConnection(jdbcUrl(), properties);
  }
}
