package id.kursi.launcher;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/** A fresh database behind proxies that a test can cut. */
public final class Proxies implements QuarkusTestResourceLifecycleManager {
  private CuttableProxy postgres;
  private CuttableProxy redis;
  private String direct;

  /** After the database that every test has, whose addresses these replace. */
  @Override
  public int order() {
    return 1;
  }

  @Override
  public Map<String, String> start() {
    var settings = new HashMap<>(new FreshDatabase().start());
    direct = settings.get("quarkus.datasource.reactive.url");
    var database = URI.create(direct);
    var cache = URI.create(settings.get("quarkus.redis.hosts"));
    postgres = new CuttableProxy(database.getHost(), database.getPort());
    redis = new CuttableProxy(cache.getHost(), cache.getPort());
    settings.put(
        "quarkus.datasource.reactive.url",
        "postgresql://127.0.0.1:" + postgres.port() + database.getPath());
    settings.put("quarkus.redis.hosts", "redis://127.0.0.1:" + redis.port());
    return settings;
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(this, new TestInjector.MatchesType(Proxies.class));
  }

  public CuttableProxy postgres() {
    return postgres;
  }

  public CuttableProxy redis() {
    return redis;
  }

  /** The database's address past the proxy. */
  public String directUrl() {
    return "jdbc:" + direct;
  }

  @Override
  public void stop() {
    try {
      postgres.close();
      redis.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
