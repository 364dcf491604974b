package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.restassured.builder.ResponseBuilder;
import org.junit.jupiter.api.Test;

@ServiceTest
class ContractTest {
  /** The filter on every exchange of the tests would be worth nothing if it let these pass. */
  @Test
  void anExchangeThatBreaksTheContractIsFound() {
    var taken = Api.uuid7();
    var slot = TestIntake.open().slot(1);
    Api.claim("a", taken, slot, Api.nik()).statusCode(201);
    // Carried out, though the document allows no such query: whoever reads it would not know why.
    assertThatThrownBy(() -> Api.citizen("a").get("/v1/reservations?limit=007"))
        .isInstanceOf(AssertionError.class);
    // A member more than the document has.
    assertThatThrownBy(
            () ->
                Api.citizen("a")
                    .filter(
                        (request, expected, context) -> {
                          var answer = context.next(request, expected);
                          return new ResponseBuilder()
                              .clone(answer)
                              .setBody(
                                  answer
                                      .asString()
                                      .replace("\"status\"", "\"vip\":true,\"status\""))
                              .build();
                        })
                    .get("/v1/reservations/" + taken))
        .isInstanceOf(AssertionError.class);
  }
}
