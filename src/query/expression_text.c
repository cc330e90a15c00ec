/* Texts without case or accents, and LIKE. Unlike core/text.h's key for searching, nothing else of the text changes. */
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include "core/text.h"
#include "expression_internal.h"

/* U+00C0 to U+00FF without accents; what has no decomposition stays. */
static const char *const PLAIN[64] = {"A", "A", "A", "A", "A", "A", "Æ", "C", "E", "E", "E", "E", "I", "I", "I", "I",
                                      "Ð", "N", "O", "O", "O", "O", "O", "×", "Ø", "U", "U", "U", "U", "Y", "Þ", "ß",
                                      "a", "a", "a", "a", "a", "a", "æ", "c", "e", "e", "e", "e", "i", "i", "i", "i",
                                      "ð", "n", "o", "o", "o", "o", "o", "÷", "ø", "u", "u", "u", "u", "y", "þ", "y"};

static void put_utf16(struct buf *out, const UChar *s, int32_t n, bool marks) {
  for (int32_t i = 0; i < n;) {
    UChar unit = s[i++];
    UChar32 c = unit;
    if (U16_IS_LEAD(unit) && i < n) c = U16_GET_SUPPLEMENTARY(unit, s[i++]);
    if (marks || u_charType(c) != U_NON_SPACING_MARK) text_put(out, (uint32_t)c);
  }
}

static void put_folded(struct buf *out, uint32_t point) {
  UChar from[2] = {(UChar)point}, to[8];
  bool pair = point > 0xFFFF;
  if (pair) {
    from[0] = U16_LEAD(point);
    from[1] = U16_TRAIL(point);
  }
  UErrorCode status = U_ZERO_ERROR;
  int32_t made = u_strFoldCase(to, 8, from, pair ? 2 : 1, U_FOLD_CASE_DEFAULT, &status);
  if (U_SUCCESS(status)) put_utf16(out, to, made, true);
  else text_put(out, point);
}

static void put_plain(struct buf *out, uint32_t point) {
  if (point >= 0xC0 && point <= 0xFF) {
    buf_add_z(out, PLAIN[point - 0xC0]);
    return;
  }
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2 *nfd = unorm2_getNFDInstance(&status);
  UChar parts[32];
  int32_t n = U_SUCCESS(status) ? unorm2_getDecomposition(nfd, (UChar32)point, parts, 32, &status) : -1;
  if (n >= 0 && U_SUCCESS(status)) put_utf16(out, parts, n, false);
  else if (u_charType((UChar32)point) != U_NON_SPACING_MARK) text_put(out, point);
}

static bool changes(struct str s, bool casei) {
  for (size_t i = 0; i < s.n; i++)
    if ((unsigned char)s.p[i] >= 0x80 || (casei && s.p[i] >= 'A' && s.p[i] <= 'Z')) return true;
  return false;
}

struct str text_without(struct arena *a, struct str s, bool casei) {
  if (!changes(s, casei)) return s;
  struct buf out = {0};
  buf_reserve(&out, s.n + 8);
  while (s.n) {
    unsigned char c = (unsigned char)s.p[0];
    if (c < 0x80) {
      buf_add_char(&out, casei && c >= 'A' && c <= 'Z' ? (char)(c + 32) : (char)c);
      s.p++;
      s.n--;
      continue;
    }
    uint32_t point = text_next(&s);
    if (casei) put_folded(&out, point);
    else put_plain(&out, point);
  }
  struct str made = arena_str(a, buf_str(&out));
  buf_free(&out);
  return made;
}

enum like_token { LIKE_BYTE, LIKE_ONE, LIKE_RUN };
struct like {
  char *byte;
  uint8_t *token;
  size_t n;
};

const struct like *like_read(struct arena *a, struct str p) {
  struct like *l = arena_alloc(a, sizeof *l);
  *l = (struct like){arena_alloc(a, p.n + 1), arena_alloc(a, p.n + 1), 0};
  for (size_t i = 0; i < p.n; i++) {
    uint8_t token = p.p[i] == '%' ? LIKE_RUN : p.p[i] == '_' ? LIKE_ONE : LIKE_BYTE;
    if (p.p[i] == '\\' && i + 1 < p.n) i++;
    if (token == LIKE_RUN && l->n && l->token[l->n - 1] == LIKE_RUN) continue;
    l->byte[l->n] = p.p[i];
    l->token[l->n++] = token;
  }
  return l;
}

static size_t character(struct str s, size_t at) {
  size_t n = 1;
  while (at + n < s.n && ((unsigned char)s.p[at + n] & 0xC0) == 0x80) n++;
  return n;
}

/* What follows the last run that was met is tried again one character on; runs before it need no second try. */
bool like_matches(const struct like *l, struct str s) {
  size_t i = 0, k = 0, again_i = 0, again_k = SIZE_MAX;
  while (i < s.n) {
    if (k < l->n && l->token[k] == LIKE_RUN) {
      again_k = ++k;
      again_i = i;
      if (k == l->n) return true;
    } else if (k < l->n && l->token[k] == LIKE_ONE) {
      i += character(s, i);
      k++;
    } else if (k < l->n && l->byte[k] == s.p[i]) {
      i++;
      k++;
    } else if (again_k != SIZE_MAX) {
      again_i += character(s, again_i);
      /* Not before the next place where what must follow can begin. */
      if (l->token[again_k] == LIKE_BYTE) {
        const char *next = memchr(s.p + again_i, l->byte[again_k], s.n - again_i);
        if (!next) return false;
        again_i = (size_t)(next - s.p);
      }
      i = again_i;
      k = again_k;
    } else {
      return false;
    }
  }
  while (k < l->n && l->token[k] == LIKE_RUN) k++;
  return k == l->n;
}
