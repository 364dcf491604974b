package id.kursi.loadtests;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What all notes of a run say together.
 *
 * @param acknowledged for each acknowledged id the note that knows most
 * @param contradicted ids of which clients were told two different things
 * @param unanswered ids that may or may not have been applied: nobody was told
 */
record NoteBook(Map<String, Note> acknowledged, Set<String> contradicted, Set<String> unanswered) {
  static NoteBook of(Collection<Note> notes) {
    var acknowledged = new LinkedHashMap<String, Note>();
    var contradicted = new LinkedHashSet<String>();
    var unanswered = new LinkedHashSet<String>();
    for (var note : notes) {
      if (!note.acknowledged()) {
        unanswered.add(note.id());
        continue;
      }
      var first = acknowledged.putIfAbsent(note.id(), note);
      if (first != null && !first.agrees(note)) {
        contradicted.add(note.id());
      } else if (first != null && first.sequence() == null) {
        acknowledged.put(note.id(), note);
      }
    }
    unanswered.removeAll(acknowledged.keySet());
    return new NoteBook(acknowledged, contradicted, unanswered);
  }

  /** The acknowledged notes in lots of at most {@code size}. */
  List<List<Note>> lots(int size) {
    var all = new ArrayList<>(acknowledged.values());
    var lots = new ArrayList<List<Note>>();
    for (int from = 0; from < all.size(); from += size) {
      lots.add(all.subList(from, Math.min(all.size(), from + size)));
    }
    return lots;
  }
}
