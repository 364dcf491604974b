package id.kursi.loadtests;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The clients' notebook: one JSON line for each acknowledgement, and at the end one for each id
 * that was asked for and never answered for certain. Used by many threads at once.
 */
public final class Notes implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BufferedWriter file;
  private final Map<String, Note> acknowledged = new ConcurrentHashMap<>();

  /** Ids under way or in doubt, each with its slot. */
  private final Map<String, Long> open = new ConcurrentHashMap<>();

  private final Set<String> doubtful = ConcurrentHashMap.newKeySet();

  public Notes(Path path) throws IOException {
    if (path.toAbsolutePath().getParent() != null) {
      Files.createDirectories(path.toAbsolutePath().getParent());
    }
    file = Files.newBufferedWriter(path);
  }

  /** To be called before the request is sent: a run may end while it is under way. */
  public void asked(String id, long slotId) {
    open.putIfAbsent(id, slotId);
  }

  /** This request took nothing. What an earlier one of the same id did may stay in doubt. */
  public void refused(String id) {
    if (!doubtful.contains(id)) {
      open.remove(id);
    }
  }

  /** No answer, or one that says it is not certain: only an acknowledgement can end the doubt. */
  public void unknown(String id, long slotId) {
    doubtful.add(id);
    open.putIfAbsent(id, slotId);
  }

  public boolean isAcknowledged(String id) {
    return acknowledged.containsKey(id);
  }

  /** Answers whether this agrees with what was said of the same id before. */
  public boolean acknowledge(Note note) {
    write(note);
    var first = acknowledged.merge(note.id(), note, Notes::fuller);
    return first.agrees(note);
  }

  /** A place in the reserve list gets its sequence number later. */
  private static Note fuller(Note first, Note later) {
    return first.sequence() == null && first.agrees(later) ? later : first;
  }

  private synchronized void write(Note note) {
    try {
      file.write(JSON.writeValueAsString(note));
      file.newLine();
    } catch (IOException failure) {
      throw new UncheckedIOException("The notes cannot be written", failure);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    open.forEach(
        (id, slot) -> {
          if (!isAcknowledged(id)) {
            write(Note.unanswered(id, slot));
          }
        });
    file.close();
  }

  public static List<Note> read(Path path) throws IOException {
    var notes = new ArrayList<Note>();
    try (var lines = Files.newBufferedReader(path)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        notes.add(JSON.readValue(line, Note.class));
      }
    }
    return notes;
  }
}
