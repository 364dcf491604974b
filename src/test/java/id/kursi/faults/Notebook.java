package id.kursi.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Where all clients of one round write: a file of JSON lines. Each line is handed to the kernel
 * before the request that it announces is sent, so it outlives this process; and the file is all
 * that the audit knows.
 */
final class Notebook implements AutoCloseable {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  /** Requests sent, repeats among them, and those that got no answer or a 5xx: for the figures. */
  final AtomicLong requests = new AtomicLong();

  final AtomicLong failures = new AtomicLong();
  private final Path file;
  private final OutputStream out;
  private IOException torn;

  /**
   * @param file that is not there yet
   */
  Notebook(Path file) throws IOException {
    this.file = file;
    out = new FileOutputStream(file.toFile());
  }

  void write(Note note) {
    try {
      write((JSON.writeValueAsString(note) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * Writes down what was told; where that is not the reservation that it must be, as unforeseen.
   *
   * @param command that was answered by a success, without its id
   * @return the status that was told, or null
   */
  Status acknowledge(String command, UUID id, Client.Answer answer) {
    try {
      var note = Note.Told.of(id, answer);
      write(note);
      return note.told().status();
    } catch (IllegalArgumentException noReservation) {
      write(new Note.Unforeseen(command + ": " + answer.code() + " without its reservation"));
      return null;
    }
  }

  private synchronized void write(byte[] line) throws IOException {
    try {
      out.write(line);
    } catch (IOException failure) {
      torn = failure;
      throw failure;
    }
  }

  /** From the file; where a line could not be written, what it says proves nothing. */
  synchronized Notes read() throws IOException {
    if (torn != null) {
      throw torn;
    }
    var notes = new Notes();
    try (var lines = Files.newBufferedReader(file)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        notes.add(JSON.readValue(line, Note.class));
      }
    }
    return notes;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
