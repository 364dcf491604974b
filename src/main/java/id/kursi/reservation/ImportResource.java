package id.kursi.reservation;

import static id.kursi.catalogue.CatalogueResource.MAX_TEXT;

import id.kursi.platform.CurrentUser;
import id.kursi.platform.Form;
import id.kursi.platform.Lines;
import id.kursi.platform.Roles;
import id.kursi.reservation.Imports.Table;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Whole tables as CSV: every line is put like its JSON, all of them or none. Columns are named like
 * the fields of the JSON, {@code title.id} for a field of an object.
 */
@Path("/v1/admin")
@RolesAllowed(Roles.ADMIN)
// Fifty thousand lines take longer to read than an event loop may be away.
@Blocking
@Consumes("text/csv")
@Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
public class ImportResource {
  /**
   * @param lines that were put
   */
  @RegisterForReflection
  public record Imported(int lines) {}

  private final Imports imports;
  private final CurrentUser user;

  ImportResource(Imports imports, CurrentUser user) {
    this.imports = imports;
    this.user = user;
  }

  @PUT
  @Path("agencies")
  public Uni<Imported> agencies(byte[] csv) {
    return imports.put(
        Table.AGENCIES_IMPORTED, lines(csv, (form, line) -> named(form, line, "name")), user.act());
  }

  @PUT
  @Path("offices")
  public Uni<Imported> offices(byte[] csv) {
    return imports.put(
        Table.OFFICES_IMPORTED,
        lines(
            csv,
            (form, line) ->
                line.put("agency", form.code("agency")).put("name", form.text("name", MAX_TEXT))),
        user.act());
  }

  @PUT
  @Path("services")
  public Uni<Imported> services(byte[] csv) {
    return imports.put(
        Table.SERVICES_IMPORTED,
        lines(csv, (form, line) -> named(form, line.put("agency", form.code("agency")), "title")),
        user.act());
  }

  @PUT
  @Path("intakes")
  public Uni<Imported> intakes(byte[] csv) {
    return imports.put(
        Table.INTAKES_IMPORTED,
        lines(
            csv,
            (form, line) -> {
              named(form, line.put("service", form.code("service")), "title");
              rules(Gates.Rules.read(form), line);
            }),
        user.act());
  }

  /** What is wrong so far is refused with the whole file; until then anything may be missing. */
  private static void rules(Gates.Rules rules, JsonObject line) {
    line.put("allocation", rules.allocation() == null ? null : rules.allocation().name())
        .put("opens_at", text(rules.opensAt()))
        .put("closes_at", text(rules.closesAt()))
        .put("hold_for", text(rules.holdFor()))
        .put("hold_deadline", text(rules.holdDeadline()))
        .put("seats", rules.seatsPerAccount())
        .put("waits", rules.waitsPerAccount())
        .put("wait_limit", rules.waitListLength());
  }

  private static String text(Object value) {
    return value == null ? null : value.toString();
  }

  private static List<JsonObject> lines(byte[] csv, BiConsumer<Form, JsonObject> read) {
    return Lines.read(
        csv,
        (number, form) -> {
          var line = new JsonObject().put("line", number).put("code", form.code("code"));
          read.accept(form, line);
          return line;
        },
        line -> line.getString("code"),
        "/code");
  }

  private static void named(Form form, JsonObject line, String field) {
    var text = form.bilingual(field, MAX_TEXT);
    if (text != null) {
      line.put("text_id", text.id()).put("text_en", text.en());
    }
  }
}
