package id.kursi.faults;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What all clients of one round wrote down, gathered by reservation. */
final class Notes {
  private final Map<UUID, Noted> all = new HashMap<>();
  private final Map<String, Long> unforeseen = new TreeMap<>();
  private long unanswered;

  void add(Note note) {
    switch (note) {
      case Note.Claimed it -> tried(new Noted(it.claim(), it.sentAt()));
      case Note.Moved it -> tried(new Noted(it.move(), it.sentAt()));
      case Note.Asked it -> of(it.id()).asks(it.step());
      case Note.Told it -> of(it.id()).told(it.told(), it.sentAt(), it.at());
      case Note.Became it -> of(it.id()).became(it.status(), it.at());
      case Note.Refused it -> of(it.id()).refused(it);
      case Note.Unforeseen it -> unforeseen.merge(it.what(), 1L, Long::sum);
      case Note.Unanswered it -> unanswered++;
    }
  }

  Noted tried(Noted noted) {
    all.put(noted.id, noted);
    return noted;
  }

  Collection<Noted> all() {
    return all.values();
  }

  Noted of(UUID id) {
    return all.get(id);
  }

  long claimsTried() {
    return all.values().stream().filter(noted -> noted.command instanceof Claim).count();
  }

  long movesTried() {
    return all.size() - claimsTried();
  }

  long acknowledged() {
    return all.values().stream().filter(Noted::isAcknowledged).count();
  }

  /** How often each answer came that nobody foresaw. */
  Map<String, Long> unforeseen() {
    return unforeseen;
  }

  /** Commands that had no answer until the end. */
  long unanswered() {
    return unanswered;
  }
}
