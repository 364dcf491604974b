package id.kursi.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes and reads JSON as the REST layer does, where it is not in the way. */
@ApplicationScoped
public class Json {
  private final ObjectWriter writer;
  private final ObjectReader reader;

  Json(ObjectMapper mapper) {
    writer = mapper.writer();
    reader = mapper.reader();
  }

  public byte[] bytes(Object view) {
    try {
      return writer.writeValueAsBytes(view);
    } catch (JsonProcessingException broken) {
      throw new IllegalStateException("A view that is no JSON", broken);
    }
  }

  /** What the service itself wrote before. */
  public <T> T read(byte[] json, Class<T> type) {
    try {
      return reader.forType(type).readValue(json);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
