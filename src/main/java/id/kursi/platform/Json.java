package id.kursi.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import jakarta.enterprise.context.ApplicationScoped;

/** Writes views as the REST layer does, where it is not in the way. */
@ApplicationScoped
public class Json {
  private final ObjectWriter writer;

  Json(ObjectMapper mapper) {
    writer = mapper.writer();
  }

  public byte[] bytes(Object view) {
    try {
      return writer.writeValueAsBytes(view);
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException("A view that is no JSON", broken);
    }
  }
}
