package id.kursi.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.report.ValidationReport;
import com.atlassian.oai.validator.restassured.RestAssuredRequest;
import com.atlassian.oai.validator.restassured.RestAssuredResponse;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Holds every exchange to the OpenAPI document: what is answered stands there, to the last member;
 * what is carried out was a request as it stands there; what does not stand there is not offered.
 */
final class Contract implements Filter {
  static final Contract KEPT = new Contract();

  private final OpenApiInteractionValidator document =
      OpenApiInteractionValidator.createForInlineApiSpecification(text()).build();

  static String text() {
    try (var in = Contract.class.getResourceAsStream("/META-INF/openapi.yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public Response filter(
      FilterableRequestSpecification specified,
      FilterableResponseSpecification expected,
      FilterContext context) {
    var response = context.next(specified, expected);
    var request = RestAssuredRequest.of(specified);
    if (request.getPath().startsWith("/v1/")) {
      check(request, response);
    }
    return response;
  }

  private void check(Request request, Response response) {
    var answered =
        document.validateResponse(
            request.getPath(), request.getMethod(), RestAssuredResponse.of(response));
    if (says(answered, "validation.request.path.missing")) {
      assertThat(response.statusCode()).as("not in the document: %s", answered).isEqualTo(404);
    } else if (says(answered, "validation.request.operation.notAllowed")) {
      assertThat(response.statusCode()).as("not in the document: %s", answered).isEqualTo(405);
    } else {
      var carriedOut = response.statusCode() < 300;
      var both = carriedOut ? answered.merge(document.validateRequest(request)) : answered;
      assertThat(both.hasErrors()).as("%s %s", request.getPath(), both.getMessages()).isFalse();
    }
  }

  private static boolean says(ValidationReport report, String key) {
    return report.getMessages().stream().anyMatch(message -> message.getKey().equals(key));
  }
}
