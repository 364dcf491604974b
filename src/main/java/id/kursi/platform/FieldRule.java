package id.kursi.platform;

/** The rules that a field can break. Codes are stable; the texts are for citizens. */
public enum FieldRule {
  REQUIRED("required", "Wajib diisi.", "This is required."),
  UNKNOWN("unknown", "Isian ini tidak dikenal.", "This field is not known."),
  OBJECT("object", "Harus berupa objek.", "This must be an object."),
  LIST("list", "Harus berupa daftar dalam batasnya.", "This must be a list within its bounds."),
  TEXT("text", "Isi dengan teks.", "Please write some text here."),
  TOO_LONG("too-long", "Terlalu panjang.", "This is too long."),
  CODE("code", "Hanya huruf, angka, - dan _.", "Only letters, digits, - and _ are allowed."),
  NUMBER(
      "number",
      "Harus berupa bilangan dalam batasnya.",
      "This must be a whole number within its bounds."),
  FLAG("flag", "Harus true atau false.", "This must be true or false."),
  DATE("date", "Tanggal harus seperti 2013-05-17.", "A date looks like 2013-05-17."),
  INSTANT(
      "instant",
      "Waktu harus seperti 2026-06-24T08:00:00+07:00.",
      "A time looks like 2026-06-24T08:00:00+07:00."),
  DURATION("duration", "Jangka waktu harus seperti PT10M.", "A duration looks like PT10M."),
  UUID7("uuid7", "Nomor harus berupa UUID versi 7.", "An id must be a UUID of version 7."),
  CHOICE("choice", "Pilihan tidak tersedia.", "This is not one of the choices."),
  NIK(
      "nik",
      "NIK harus 16 angka dengan tanggal lahir yang ada.",
      "A NIK has 16 digits with a birth date that exists."),
  PHONE(
      "phone",
      "Nomor telepon harus seperti +628123456789 atau 08123456789.",
      "A phone number looks like +628123456789 or 08123456789."),
  RECEIPT(
      "receipt",
      "Nomor resi tidak benar: periksa setiap hurufnya.",
      "This is not a receipt: please check each letter."),
  BIRTH_DATE("birth-date", "Tanggal lahir tidak mungkin.", "This birth date is not possible."),
  AFTER_OPENING("after-opening", "Harus sesudah waktu buka.", "This must be after the opening."),
  BEFORE_CLOSING(
      "before-closing", "Tidak boleh sebelum waktu tutup.", "This must not be before the closing."),
  EITHER(
      "either",
      "Isi salah satu: lamanya atau batas waktunya.",
      "Give one of them: how long, or until when."),
  ONE_OF("one-of", "Isi salah satu saja.", "Give only one of the two."),
  UNKNOWN_CODE("unknown-code", "Kode ini tidak terdaftar.", "There is nothing with this code."),
  TWICE("twice", "Sudah ada di baris sebelumnya.", "An earlier line has this already."),
  IN_USE(
      "in-use",
      "Tidak dapat diubah lagi: sudah ada yang terdaftar.",
      "This cannot be changed any more: somebody has registered."),
  BELOW_TAKEN(
      "below-taken",
      "Tidak boleh kurang dari kursi yang sudah terisi.",
      "This must not be below the seats that are taken.");

  private final String code;
  private final Bilingual message;

  FieldRule(String code, String id, String en) {
    this.code = code;
    this.message = new Bilingual(id, en);
  }

  public String code() {
    return code;
  }

  public FieldError at(String field) {
    return new FieldError(field, code, message);
  }
}
