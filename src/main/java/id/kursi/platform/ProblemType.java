package id.kursi.platform;

/**
 * Every way in which a request is refused. The type of a problem document is {@code
 * /problems/<slug>}, a reference that resolves against the service itself and stays the same for
 * good (RFC 9457).
 */
public enum ProblemType {
  MALFORMED_JSON(
      400,
      "malformed-json",
      "Isi permintaan bukan JSON yang benar.",
      "The request body is not valid JSON."),
  MALFORMED_CSV(
      400,
      "malformed-csv",
      "Berkas bukan CSV yang benar dalam UTF-8 dengan judul kolom.",
      "The file is not valid CSV in UTF-8 with a header."),
  INVALID_LINES(
      422,
      "invalid-lines",
      "Ada baris yang belum benar. Tidak ada yang disimpan.",
      "Some lines are not right. Nothing was stored."),
  INVALID_FIELDS(
      422,
      "invalid-fields",
      "Ada isian yang belum benar. Periksa semua yang ditandai.",
      "Some fields are not right. Please check each one that is marked."),
  UNAUTHENTICATED(
      401, "unauthenticated", "Silakan masuk terlebih dahulu.", "Please sign in first."),
  INVALID_TOKEN(
      401,
      "invalid-token",
      "Sesi Anda tidak berlaku lagi. Silakan masuk kembali.",
      "Your session is not valid any more. Please sign in again."),
  MISSING_ROLE(
      403, "missing-role", "Anda tidak berhak atas layanan ini.", "You may not use this service."),
  NOT_YOUR_OFFICE(
      403,
      "not-your-office",
      "Ini bukan kantor tempat Anda bertugas.",
      "This is not an office you work for."),
  NOT_FOUND(404, "not-found", "Alamat ini tidak ada.", "There is nothing at this address."),
  UNKNOWN_INTAKE(404, "unknown-intake", "Pendaftaran ini tidak ada.", "There is no such intake."),
  UNKNOWN_SLOT(404, "unknown-slot", "Pilihan ini tidak ada.", "There is no such slot."),
  UNKNOWN_RESERVATION(
      404,
      "unknown-reservation",
      "Pendaftaran Anda tidak ditemukan.",
      "You have no such reservation."),
  NO_ROOM(
      404,
      "no-waiting-room",
      "Pendaftaran ini tidak memakai ruang tunggu.",
      "There is no waiting room before this intake."),
  UNKNOWN_ENTRY(
      404,
      "unknown-entry",
      "Anda belum masuk ruang tunggu pendaftaran ini.",
      "You have no such entry in this waiting room."),
  METHOD_NOT_ALLOWED(
      405,
      "method-not-allowed",
      "Cara ini tidak tersedia di sini.",
      "This method is not offered here."),
  NOT_ACCEPTABLE(
      406, "not-acceptable", "Layanan ini menjawab dengan JSON.", "This service answers in JSON."),
  NOT_YET_OPEN(409, "not-yet-open", "Pendaftaran belum dibuka.", "Registration is not open yet."),
  CLOSED(409, "closed", "Pendaftaran sudah ditutup.", "Registration is closed."),
  PAUSED(
      409,
      "paused",
      "Pendaftaran sedang dihentikan sementara. Kursi yang sudah Anda pegang aman.",
      "Registration is paused. A seat that you hold is safe."),
  NOT_ADMITTED(
      409,
      "not-admitted",
      "Masuk dulu lewat ruang tunggu; di sini Anda perlu tanda masuk yang berlaku.",
      "Please come through the waiting room first: this needs a pass that is valid."),
  NOT_YOUR_TURN(409, "not-your-turn", "Giliran Anda belum tiba.", "It is not your turn yet."),
  TURN_LAPSED(
      409,
      "turn-lapsed",
      "Giliran Anda sudah lewat. Silakan masuk ruang tunggu lagi.",
      "Your turn has passed. Please enter the waiting room again."),
  NOT_DRAWN_YET(409, "not-drawn-yet", "Undian belum dilakukan.", "The draw has not been made yet."),
  CHALLENGE_FAILED(
      409,
      "challenge-failed",
      "Pemeriksaan keamanan belum berhasil. Silakan ulangi.",
      "The security check did not succeed. Please try it again."),
  ROOM_TOO_LATE(
      409,
      "room-too-late",
      "Ruang tunggu harus dibuat sebelum pendaftaran dibuka.",
      "A waiting room has to be made before the opening."),
  ROOM_IN_USE(
      409,
      "room-in-use",
      "Sumber undian tidak bisa diubah setelah ada yang masuk.",
      "The source of the draw cannot change once somebody is in."),
  DRAW_BEFORE_OPENING(
      409,
      "draw-before-opening",
      "Nilai undian akan diketahui sebelum pendaftaran dibuka. Umumkan putaran yang lebih lambat lebih dahulu.",
      "The draw's value would be known before the opening. Announce a later round first."),
  WRONG_EVIDENCE(
      422,
      "wrong-evidence",
      "Ini bukan nilai yang diumumkan untuk undian ini.",
      "This is not the value that was announced for this draw."),
  SLOT_FULL(409, "slot-full", "Pilihan ini sudah penuh.", "This slot is full."),
  WAIT_LIST_FULL(
      409,
      "wait-list-full",
      "Pilihan ini dan daftar cadangannya sudah penuh.",
      "This slot and its reserve list are full."),
  ALREADY_REGISTERED(
      409,
      "already-registered",
      "Anak ini sudah terdaftar dalam pendaftaran ini.",
      "This child is already registered in this intake."),
  NOT_ON_ROSTER(
      409,
      "not-on-roster",
      "Anak ini tidak ada dalam daftar terverifikasi pendaftaran ini untuk akun Anda.",
      "This intake's list of verified children does not have this child for your account."),
  ACCOUNT_LIMIT(
      409,
      "account-limit",
      "Akun Anda sudah mencapai batas pendaftaran.",
      "Your account has reached the limit of this intake."),
  ID_IN_USE(
      409,
      "id-in-use",
      "Nomor permintaan ini sudah dipakai untuk permintaan lain.",
      "This id is in use for another command."),
  HOLD_EXPIRED(
      409,
      "hold-expired",
      "Batas waktu konfirmasi sudah lewat, kursi dilepas.",
      "The time to confirm has passed and the seat was given up."),
  WRONG_STATE(
      409,
      "wrong-state",
      "Hal ini tidak bisa dilakukan dalam keadaan sekarang.",
      "This cannot be done in the present state."),
  SAME_SLOT(
      409,
      "same-slot",
      "Pendaftaran sudah ada di pilihan ini.",
      "The reservation is in this slot already."),
  NO_LIST_YET(
      409,
      "no-list-yet",
      "Daftar diterima baru ada setelah pendaftaran ditutup dan kursi ditetapkan.",
      "The list of accepted is there once the intake has closed and its seats are decided."),
  NOT_CLOSED_YET(
      409,
      "not-closed-yet",
      "Catatan ini terbit setelah pendaftaran ditutup.",
      "This record is published once the intake has closed."),
  CAPACITY_BELOW_TAKEN(
      409,
      "capacity-below-taken",
      "Kapasitas tidak boleh kurang dari kursi yang terisi.",
      "Capacity cannot go below the seats taken."),
  ALLOCATION_IN_USE(
      409,
      "allocation-in-use",
      "Cara seleksi tidak bisa diubah setelah ada pendaftar.",
      "The way of allocation cannot change once somebody is registered."),
  WAIT_LIMIT_IN_USE(
      409,
      "wait-limit-in-use",
      "Daftar cadangan tidak boleh lebih pendek dari yang menunggu.",
      "The reserve list cannot be shorter than those who wait."),
  BODY_TOO_LARGE(
      413, "body-too-large", "Isi permintaan terlalu besar.", "The request body is too large."),
  UNSUPPORTED_MEDIA_TYPE(
      415,
      "unsupported-media-type",
      "Kirim permintaan sebagai JSON.",
      "Send the request as application/json."),
  TOO_MANY_REQUESTS(
      429,
      "too-many-requests",
      "Terlalu banyak permintaan. Tidak ada yang diambil; tunggu sebentar.",
      "Too many requests. Nothing was taken; please wait a moment."),
  OVERLOADED(
      503,
      "overloaded",
      "Sedang sangat ramai. Tidak ada kursi yang diambil; coba lagi sebentar.",
      "Very many people are here. Nothing was taken; please try again shortly."),
  OUTCOME_UNKNOWN(
      503,
      "outcome-unknown",
      "Jawaban belum pasti. Kirim ulang permintaan yang sama; kursi tidak akan tercatat dua kali.",
      "The answer is not certain yet. Repeat the same request; it will not count twice."),
  UNAVAILABLE(
      503,
      "unavailable",
      "Layanan sedang tidak tersedia. Tidak ada yang diambil; coba lagi sebentar.",
      "The service is not available. Nothing was taken; please try again shortly."),
  INTERNAL(
      500, "internal", "Terjadi kesalahan pada layanan.", "Something went wrong in the service.");

  private final int status;
  private final String slug;
  private final Bilingual title;

  ProblemType(int status, String slug, String id, String en) {
    this.status = status;
    this.slug = slug;
    this.title = new Bilingual(id, en);
  }

  public int status() {
    return status;
  }

  public String slug() {
    return slug;
  }

  public Bilingual title() {
    return title;
  }

  public String uri() {
    return "/problems/" + slug;
  }
}
