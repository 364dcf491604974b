package id.kursi.catalogue;

import id.kursi.platform.CurrentUser;
import id.kursi.platform.Form;
import id.kursi.platform.Parameters;
import id.kursi.platform.ProblemException;
import id.kursi.platform.ProblemType;
import id.kursi.platform.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Agencies, offices and services: put by their codes, so that every call may be repeated; read in
 * the order of their codes.
 */
@Path("/v1/admin")
@RolesAllowed(Roles.ADMIN)
@Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
public class CatalogueResource {
  public static final int MAX_TEXT = 200;
  private static final int MAX_PAGE = 1_000;

  private final Catalogue catalogue;
  private final CurrentUser user;

  CatalogueResource(Catalogue catalogue, CurrentUser user) {
    this.catalogue = catalogue;
    this.user = user;
  }

  @PUT
  @Path("agencies/{code}")
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<AgencyView> agency(String code, byte[] body) {
    Parameters.code("code", code);
    var form = Form.of(body);
    var name = form.bilingual("name", MAX_TEXT);
    form.done();
    return answered(catalogue.putAgency(code, name, user.act()))
        .map(id -> new AgencyView(code, name));
  }

  @PUT
  @Path("offices/{code}")
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<OfficeView> office(String code, byte[] body) {
    Parameters.code("code", code);
    var form = Form.of(body);
    var agency = form.code("agency");
    var name = form.text("name", MAX_TEXT);
    form.done();
    return ofAgency(
        form,
        catalogue.putOffice(agency, code, name, user.act()),
        new OfficeView(code, agency, name));
  }

  @PUT
  @Path("services/{code}")
  @Consumes(MediaType.APPLICATION_JSON)
  public Uni<ServiceView> service(String code, byte[] body) {
    Parameters.code("code", code);
    var form = Form.of(body);
    var agency = form.code("agency");
    var title = form.bilingual("title", MAX_TEXT);
    form.done();
    return ofAgency(
        form,
        catalogue.putService(agency, code, title, user.act()),
        new ServiceView(code, agency, title));
  }

  /** What was put, unless the form names an agency that is not there. */
  private static <V> Uni<V> ofAgency(Form form, Uni<Optional<Long>> put, V view) {
    return answered(put).invoke(id -> form.found("agency", id.isPresent())).replaceWith(view);
  }

  @GET
  @Path("agencies")
  public Uni<AgencyView.Page> agencies(
      @QueryParam("after") @DefaultValue("") String after,
      @QueryParam("limit") @DefaultValue("100") String limit) {
    return page(after, limit, catalogue::agencies, AgencyView::code, AgencyView.Page::new);
  }

  @GET
  @Path("offices")
  public Uni<OfficeView.Page> offices(
      @QueryParam("after") @DefaultValue("") String after,
      @QueryParam("limit") @DefaultValue("100") String limit) {
    return page(after, limit, catalogue::offices, OfficeView::code, OfficeView.Page::new);
  }

  @GET
  @Path("services")
  public Uni<ServiceView.Page> services(
      @QueryParam("after") @DefaultValue("") String after,
      @QueryParam("limit") @DefaultValue("100") String limit) {
    return page(after, limit, catalogue::services, ServiceView::code, ServiceView.Page::new);
  }

  /** One more than is shown is asked for: whether a further page follows. */
  private static <V, P> Uni<P> page(
      String after,
      String limit,
      BiFunction<String, Integer, Uni<List<V>>> ask,
      Function<V, String> code,
      BiFunction<List<V>, String, P> page) {
    int most = Parameters.limit("limit", limit, MAX_PAGE);
    if (!after.isEmpty()) {
      Parameters.code("after", after);
    }
    return answered(ask.apply(after, most + 1))
        .map(
            found ->
                found.size() > most
                    ? page.apply(found.subList(0, most), code.apply(found.get(most - 1)))
                    : page.apply(found, null));
  }

  private static <T> Uni<T> answered(Uni<T> asked) {
    return asked.onFailure().transform(failure -> new ProblemException(ProblemType.UNAVAILABLE));
  }
}
