/* The comparison key of a text. Called about ten times per ingested row, so ASCII and Latin-1 go through tables; only what
 * lies beyond asks ICU. */
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>
#include "core/text.h"

/* U+00A0 to U+00FF. A space: not a letter or digit. */
static const char *const latin1[96] = {
    " ", " ", " ", " ", " ",   " ",        " ",   " ",
    " ", " ", "a", " ", " ",   "",         " ",   " ", /* ª; soft hyphen is nothing */
    " ", " ", "2", "3", " ",   "\xCE\xBC", " ",   " ",
    " ", "1", "o", " ", "1 4", "1 2",      "3 4", " ", /* ² ³ µ ¹ º ¼ ½ ¾ */
    "a", "a", "a", "a", "a",   "a",        "ae",  "c",
    "e", "e", "e", "e", "i",   "i",        "i",   "i", /* À to Ï */
    "d", "n", "o", "o", "o",   "o",        "o",   " ",
    "o", "u", "u", "u", "u",   "y",        "th",  "ss", /* Ð to ß */
    "a", "a", "a", "a", "a",   "a",        "ae",  "c",
    "e", "e", "e", "e", "i",   "i",        "i",   "i", /* à to ï */
    "d", "n", "o", "o", "o",   "o",        "o",   " ",
    "o", "u", "u", "u", "u",   "y",        "th",  "y", /* ð to ÿ */
};

/* Letters with a stroke and ligatures have no decomposition in Unicode; a name typed without them must still be found. */
static const struct {
  uint16_t letter;
  const char *plain;
} undecomposed[] = {{0x0111, "d"},  {0x0127, "h"}, {0x0131, "i"}, {0x0142, "l"},  {0x0153, "oe"}, {0x0167, "t"},
                    {0x00E6, "ae"}, {0x00F8, "o"}, {0x00F0, "d"}, {0x00FE, "th"}, {0x00DF, "ss"}};

struct fold {
  struct buf *out;
  size_t start; /* nothing was written before here */
  bool gap;     /* a space is due before the next letter */
};

static void put_plain(struct fold *f, const char *plain) {
  for (; *plain; plain++) {
    if (*plain == ' ') {
      f->gap = true;
      continue;
    }
    if (f->gap && f->out->len > f->start) buf_add_char(f->out, ' ');
    f->gap = false;
    buf_add_char(f->out, *plain);
  }
}

/* One code point that NFKD leaves as it is. */
static void put_letter(struct fold *f, UChar32 c) {
  int32_t digit = u_charDigitValue(c);
  if (digit >= 0 && u_isdigit(c)) c = '0' + digit;
  c = u_tolower(c);
  if (U_GET_GC_MASK(c) & U_GC_M_MASK || u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) return;
  if (!u_isalnum(c)) {
    f->gap = true;
    return;
  }
  for (size_t i = 0; i < sizeof undecomposed / sizeof undecomposed[0]; i++)
    if (undecomposed[i].letter == c) {
      put_plain(f, undecomposed[i].plain);
      return;
    }
  if (f->gap && f->out->len > f->start) buf_add_char(f->out, ' ');
  f->gap = false;
  text_put(f->out, (uint32_t)c);
}

static void put_beyond(struct fold *f, UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&status);
  UChar parts[32]; /* the longest decomposition of all, U+FDFA, has 18 */
  int32_t n = U_SUCCESS(status) ? unorm2_getDecomposition(nfkd, c, parts, 32, &status) : -1;
  if (n < 0 || U_FAILURE(status)) {
    put_letter(f, c);
    return;
  }
  for (int32_t i = 0; i < n;) {
    UChar unit = parts[i++];
    UChar32 part = unit;
    if (U16_IS_LEAD(unit) && i < n) part = U16_GET_SUPPLEMENTARY(unit, parts[i++]);
    put_letter(f, part);
  }
}

void text_fold(struct buf *out, struct str s) {
  struct fold f = {.out = out, .start = out->len};
  buf_reserve(out, s.n + 1);
  while (s.n) {
    unsigned char c = (unsigned char)s.p[0];
    if (c < 0x80) {
      s.p++;
      s.n--;
      if (c >= 'A' && c <= 'Z') c = (unsigned char)(c + 32);
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        if (f.gap && out->len > f.start) out->data[out->len++] = ' ';
        f.gap = false;
        out->data[out->len++] = (char)c;
      } else {
        f.gap = true;
      }
      continue;
    }
    uint32_t point = text_next(&s);
    if (point >= 0xA0 && point <= 0xFF) put_plain(&f, latin1[point - 0xA0]);
    else if (point < 0xA0) f.gap = true; /* C1 controls */
    else put_beyond(&f, (UChar32)point);
    buf_reserve(out, s.n + 1); /* ASCII gives at most as many bytes as it takes, plus the space that may be due */
  }
  out->data[out->len] = '\0';
}

void text_slug(struct buf *out, struct str s) {
  size_t start = out->len;
  text_fold(out, s);
  for (size_t i = start; i < out->len; i++)
    if (out->data[i] == ' ') out->data[i] = '-';
}
