package id.kursi.platform;

/** Seals with keys that protect nothing, for tests without a service. */
public final class TestSeals {
  private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  public static Seals seals() {
    return new Seals(
        new SealingConfig() {
          @Override
          public String keys() {
            return "test:" + KEY;
          }

          @Override
          public String holderKey() {
            return KEY;
          }
        });
  }

  private TestSeals() {}
}
