package id.kursi.launcher;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Gives each start of the application under test a database and Redis keys of its own. */
public final class FreshDatabase implements QuarkusTestResourceLifecycleManager {
  @Override
  public Map<String, String> start() {
    var name = "test_" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
    var postgres = System.getProperty(TestServers.POSTGRES);
    try (var connection =
            DriverManager.getConnection("jdbc:" + postgres + "postgres", Servers.USER, "");
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
      var settings =
          new HashMap<>(Servers.settings(postgres + name, System.getProperty(TestServers.REDIS)));
      settings.putAll(DevKeys.in(Path.of(System.getProperty(TestServers.DATA), "keys")).settings());
      settings.put("kursi.seat-counter.prefix", name);
      return settings;
    } catch (Exception failure) {
      throw new IllegalStateException("No fresh database", failure);
    }
  }

  @Override
  public void stop() {
    // The whole server goes when the run ends.
  }
}
