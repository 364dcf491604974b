package id.kursi.launcher;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Gives each start of the application under test a database and Redis keys of its own. The service
 * has the role of production there, which may do no more than it needs; only the migrations own the
 * schema.
 */
public final class FreshDatabase implements QuarkusTestResourceLifecycleManager {
  @Override
  public Map<String, String> start() {
    var name = "test_" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
    var postgres = System.getProperty(TestServers.POSTGRES);
    try (var connection =
            DriverManager.getConnection("jdbc:" + postgres + "postgres", Servers.USER, "");
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
      separateRoles("jdbc:" + postgres + name);
      var settings =
          new HashMap<>(Servers.settings(postgres + name, System.getProperty(TestServers.REDIS)));
      settings.put("quarkus.datasource.username", "kursi_service");
      settings.put("quarkus.flyway.username", "kursi_owner");
      settings.put("quarkus.flyway.password", "trusted-on-loopback");
      settings.putAll(DevKeys.in(Path.of(System.getProperty(TestServers.DATA), "keys")).settings());
      settings.put("kursi.seat-counter.prefix", name);
      return settings;
    } catch (Exception failure) {
      throw new IllegalStateException("No fresh database", failure);
    }
  }

  private static void separateRoles(String database) throws IOException, SQLException {
    try (var connection = DriverManager.getConnection(database, Servers.USER, "");
        var statement = connection.createStatement()) {
      statement.execute(Files.readString(Path.of("deploy", "roles.sql")));
    }
  }

  @Override
  public void stop() {
    // The whole server goes when the run ends.
  }
}
