#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "core/text.h"
#include "geo/vector_file_internal.h"

/* Bytes above 127 that a Spanish text in CP1252 holds: the letters, and the few signs that occur in names. What CP850 has as
 * á í ó ú ñ (A0 to A4) is not among them, so a DOS file is not taken for one of Windows. */
static bool is_letter(unsigned char c) {
  return (c >= 0xC0 && c != 0xD7 && c != 0xF7) || c == 0x8A || c == 0x8C || c == 0x8E || c == 0x9A || c == 0x9C ||
         c == 0x9E || c == 0x9F;
}

static bool is_plausible_sign(unsigned char c) {
  return c && strchr("\x80\x85\x91\x92\x93\x94\x96\x97\xAA\xAB\xB0\xB4\xB7\xBA\xBB\xBF", c);
}

void encoding_observe(struct encoding_evidence *v, struct str text, uint64_t feature, struct str field, bool spanish) {
  bool ascii = true;
  for (size_t i = 0; i < text.n && ascii; i++) ascii = (unsigned char)text.p[i] < 0x80;
  if (ascii) {
    v->ascii++;
  } else if (text_is_utf8(text)) {
    v->utf8++;
  } else {
    if (v->other++ == 0)
      snprintf(v->where_other, sizeof v->where_other,
               spanish ? "elemento %llu, campo %.*s" : "feature %llu, field %.*s", (unsigned long long)feature,
               (int)(field.n < 40 ? field.n : 40), field.p);
    for (size_t i = 0; i < text.n; i++) {
      unsigned char c = (unsigned char)text.p[i];
      v->letters += is_letter(c);
      v->implausible += c >= 0x80 && !is_letter(c) && !is_plausible_sign(c);
    }
  }
}

/* Everything that reads as CP1252 (which holds the printable part of ISO-8859-1), everything that is UTF-8. */
static bool is_one_of(const char *name, const char *const *list) {
  for (; *list; list++)
    if (strcasecmp(name, *list) == 0) return true;
  return false;
}

static bool is_utf8_name(const char *name) { return is_one_of(name, (const char *const[]){"UTF-8", "UTF8", NULL}); }

static bool is_cp1252_name(const char *name) {
  return is_one_of(name, (const char *const[]){"CP1252", "WINDOWS-1252", "ISO-8859-1", "ISO8859-1", "LATIN1", "LATIN-1",
                                               "1252", "88591", NULL});
}

/* Does GDAL (iconv) know the name? */
static bool is_known(const char *name) {
  if (is_utf8_name(name) || is_cp1252_name(name)) return true;
  CPLErrorReset();
  char *text = CPLRecode("a", name, CPL_ENC_UTF8);
  bool known = text && CPLGetLastErrorNo() == CPLE_None;
  CPLFree(text);
  return known;
}

static const char MIXED[] = "UTF-8/CP1252";

/* What is not UTF-8 reads as CP1252, letter by letter. A file put together from two may have both; a text of CP1252 that is
 * also valid UTF-8 beyond ASCII does not occur in names. */
static bool looks_like_cp1252(const struct encoding_evidence *v) { return v->letters && v->implausible == 0; }

bool encoding_decide(const struct encoding_evidence *v, const char *forced, const char *declared, bool spanish,
                     struct vector_info *info, struct err *e) {
  const char *name = forced ? forced : declared && *declared && is_known(declared) ? declared : "UTF-8";
  if (!is_known(name))
    return err_set(e, ERR_INPUT,
                   spanish ? "\"%.40s\" no es una codificación conocida; use --encoding UTF-8, ISO-8859-1 o CP1252"
                           : "\"%.40s\" is not a known encoding; give --encoding UTF-8, ISO-8859-1 or CP1252",
                   name);
  if (is_utf8_name(name) && v->other) {
    if (forced)
      return err_set(e, ERR_INPUT,
                     spanish ? "%s no es UTF-8; use otro --encoding o ninguno"
                             : "%s is not UTF-8; give another --encoding or none",
                     v->where_other);
    if (!looks_like_cp1252(v))
      return err_set(
          e, ERR_INPUT,
          spanish ? "%s no es UTF-8, y sus letras no dicen qué es; use --encoding ISO-8859-1 (Windows: CP1252, "
                    "archivos viejos de DOS: CP850)"
                  : "%s is not UTF-8, and its letters do not say what it is; give --encoding ISO-8859-1 (Windows: "
                    "CP1252, old DOS files: CP850)",
          v->where_other);
    name = v->utf8 ? MIXED : "CP1252";
    info->encoding_detected = true;
  }
  snprintf(info->encoding, sizeof info->encoding, "%s", name);
  return true;
}

void encoding_decode(struct buf *out, const char *encoding, struct str text) {
  bool mixed = strcmp(encoding, MIXED) == 0;
  if (is_utf8_name(encoding) || (mixed && text_is_utf8(text))) {
    buf_add_str(out, text);
  } else if (mixed || is_cp1252_name(encoding)) {
    text_from_cp1252(out, text);
  } else {
    char *z = CPLMalloc(text.n + 1);
    memcpy(z, text.p, text.n);
    z[text.n] = '\0';
    char *utf8 = CPLRecode(z, encoding, CPL_ENC_UTF8);
    buf_add_z(out, utf8);
    CPLFree(utf8);
    CPLFree(z);
  }
}
