package id.kursi.reservation;

import static id.kursi.reservation.AdminApi.code;
import static id.kursi.reservation.AdminApi.list;
import static id.kursi.reservation.AdminApi.put;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Agencies, offices and services, one by one, and their lists. */
@ServiceTest
class CatalogueTest {
  @Test
  void anAgencyItsOfficesAndServicesArePutAndRenamed() {
    var agency = agency();
    var office = code();
    var service = code();
    for (var name : new String[] {"Kecamatan Serpong", "Kecamatan Serpong Utara"}) {
      put("offices/" + office, Map.of("agency", agency, "name", name)).statusCode(200);
      put("services/" + service, Map.of("agency", agency, "title", Map.of("id", name, "en", "x")))
          .statusCode(200);
    }
    list("offices?limit=1000")
        .body("offices.find { it.code == '" + office + "' }.agency", equalTo(agency))
        .body(
            "offices.find { it.code == '" + office + "' }.name",
            equalTo("Kecamatan Serpong Utara"));
    list("services?limit=1000")
        .body(
            "services.find { it.code == '" + service + "' }.title.id",
            equalTo("Kecamatan Serpong Utara"));
    put("offices/" + code(), Map.of("agency", "nobody", "name", "x"))
        .statusCode(422)
        .body("errors.field", hasItem("/agency"));
  }

  @Test
  void listsComeInPages() {
    var codes = IntStream.range(0, 3).mapToObj(i -> agency()).sorted().toList();
    var first = list("agencies?limit=1&after=" + before(codes.getFirst()));
    first.body("agencies.code", equalTo(List.of(codes.getFirst())));
    String next = first.extract().path("next");
    list("agencies?limit=1000&after=" + next)
        .body("agencies.code", hasItems(codes.get(1), codes.get(2)));
    list("agencies?limit=1000&after=zzzzzzzz")
        .body("agencies", hasSize(0))
        .body("next", equalTo(null));
  }

  private static String agency() {
    var agency = code();
    put("agencies/" + agency, Map.of("name", Map.of("id", "Dinas", "en", "Office")))
        .statusCode(200)
        .body("code", equalTo(agency));
    return agency;
  }

  /** The code just before this one: its last letter is dropped. */
  private static String before(String code) {
    return code.substring(0, code.length() - 1);
  }
}
