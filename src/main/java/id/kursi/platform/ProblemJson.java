package id.kursi.platform;

import io.vertx.core.json.JsonObject;

/** A problem document without members, for places where no REST layer writes JSON. */
final class ProblemJson {
  static String of(ProblemType type) {
    return new JsonObject()
        .put("type", type.uri())
        .put("title", type.title().en())
        .put("status", type.status())
        .put("message", new JsonObject().put("id", type.title().id()).put("en", type.title().en()))
        .encode();
  }

  private ProblemJson() {}
}
