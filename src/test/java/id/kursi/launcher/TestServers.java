package id.kursi.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Starts the servers once for a whole test run, outside Quarkus' class loaders, and hands their
 * addresses over as system properties. {@link FreshDatabase} then gives each application start a
 * database of its own.
 */
public final class TestServers implements LauncherSessionListener {
  static final String POSTGRES = "kursi.test.postgres";
  static final String REDIS = "kursi.test.redis";
  static final String DATA = "kursi.test.data";

  private Servers servers;

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    if (System.getProperty(POSTGRES) != null) {
      return;
    }
    try {
      var data = Path.of("target", "test-servers");
      deleteAll(data);
      servers = Servers.start(data);
      System.setProperty(POSTGRES, servers.databaseUrl(""));
      System.setProperty(REDIS, servers.redisUrl());
      System.setProperty(DATA, data.toAbsolutePath().toString());
    } catch (Exception failure) {
      throw new IllegalStateException("The test servers did not start", failure);
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  @Override
  public void launcherSessionClosed(LauncherSession session) {
    if (servers != null) {
      try {
        servers.close();
      } catch (IOException failure) {
        throw new IllegalStateException("The test servers did not stop", failure);
      }
    }
  }
}
