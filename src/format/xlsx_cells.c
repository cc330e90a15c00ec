#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include "core/text.h"
#include "xlsx_internal.h"

/* Writing into a book that already failed does nothing; a column counts as filled from here on. */
static bool ready(struct xlsx_sheet *sh, size_t column) {
  if (sh->book->wrong || !sh->work || column >= XLSX_MAX_COLUMNS) return false;
  sh->filled[column]++;
  return true;
}

static void note(struct xlsx_sheet *sh, lxw_error wrong) {
  if (wrong && !sh->book->wrong) sh->book->wrong = wrong;
}

/* Excel counts UTF-16 units: the bytes of s that fit beside `rest` more. */
static size_t fitting(struct str s, size_t room) {
  size_t units = 0;
  struct str left = s;
  if (s.n <= room) return s.n;
  while (left.n) {
    struct str before = left;
    units += text_next(&left) > 0xFFFF ? 2 : 1;
    if (units > room) return s.n - before.n;
  }
  return s.n;
}

/* The text as Excel takes it: with an end, and cut where a cell cannot hold it, which is said in it and in the Léame. */
static const char *held(struct xlsx_sheet *sh, struct str s) {
  struct xlsx_book *b = sh->book;
  if (fitting(s, XLSX_MAX_TEXT) == s.n) return arena_strndup(b->arena, s.p, s.n);
  b->cut++;
  return arena_printf(b->arena, "%.*s%s", (int)fitting(s, XLSX_MAX_TEXT - 40), s.p,
                      xlsx_pick(b, SHEET_CUT_ES, SHEET_CUT_EN));
}

void xlsx_text_as(struct xlsx_sheet *sh, size_t column, struct str s, enum xlsx_look look) {
  if (!s.n || !ready(sh, column)) return;
  note(sh, worksheet_write_string(sh->work, sh->row, sh->at[column], held(sh, s), sh->book->looks[look]));
}

void xlsx_text(struct xlsx_sheet *sh, size_t column, struct str s) { xlsx_text_as(sh, column, s, XLSX_PLAIN); }

void xlsx_real(struct xlsx_sheet *sh, size_t column, double v, enum xlsx_look look) {
  if (isnan(v) || !ready(sh, column)) return;
  note(sh, worksheet_write_number(sh->work, sh->row, sh->at[column], v, sh->book->looks[look]));
}

static const i128 FIFTEEN_DIGITS = 1000000000000000;

void xlsx_money(struct xlsx_sheet *sh, size_t column, i128 minor, enum xlsx_look look) {
  if (minor > -FIFTEEN_DIGITS && minor < FIFTEEN_DIGITS) {
    xlsx_real(sh, column, (double)minor / 100, look);
    return;
  }
  struct buf b = {0};
  decimal_write_minor(&b, minor);
  sh->book->parked++;
  xlsx_text(sh, column, buf_str(&b));
  buf_free(&b);
}

void xlsx_whole(struct xlsx_sheet *sh, size_t column, int64_t n, enum xlsx_look look) {
  if (n > -(int64_t)FIFTEEN_DIGITS && n < (int64_t)FIFTEEN_DIGITS) xlsx_real(sh, column, (double)n, look);
  else xlsx_text(sh, column, str_from(arena_printf(sh->book->arena, "%lld", (long long)n)));
}

void xlsx_decimal_as(struct xlsx_sheet *sh, size_t column, struct str s, enum xlsx_look look) {
  struct decimal d;
  if (!s.n) return;
  if (decimal_read(s, DECIMAL_PLAIN, &d) != DECIMAL_FINE || d.unscaled <= -FIFTEEN_DIGITS ||
      d.unscaled >= FIFTEEN_DIGITS) {
    xlsx_text(sh, column, s);
    return;
  }
  double v;
  if (text_parse_real(s, &v)) xlsx_real(sh, column, v, look);
  else xlsx_text(sh, column, s);
}

void xlsx_decimal(struct xlsx_sheet *sh, size_t column, struct str s) { xlsx_decimal_as(sh, column, s, XLSX_NUMBER); }

void xlsx_date_as(struct xlsx_sheet *sh, size_t column, struct str iso, enum xlsx_look look) {
  struct text_date d;
  if (!iso.n) return;
  bool day = text_read_date(iso, &d) == TEXT_DATE_FINE && d.precision == TEXT_DATE_DAY;
  if (!day || d.year < 1901) { /* Excel knows no day before 1900, and has a wrong one in it */
    xlsx_text(sh, column, iso);
    return;
  }
  lxw_datetime when = {.year = d.year, .month = d.month, .day = d.day};
  if (!ready(sh, column)) return;
  note(sh, worksheet_write_datetime(sh->work, sh->row, sh->at[column], &when, sh->book->looks[look]));
}

void xlsx_date(struct xlsx_sheet *sh, size_t column, struct str iso) { xlsx_date_as(sh, column, iso, XLSX_DATE); }

void xlsx_yes(struct xlsx_sheet *sh, size_t column, bool yes) {
  if (yes) xlsx_text(sh, column, STR("si"));
}

void xlsx_share(struct xlsx_sheet *sh, size_t column, int32_t ppm) {
  if (ppm >= 0) xlsx_real(sh, column, (double)ppm / 10000, XLSX_SHARE);
}

/* ---- what a code says ---- */

enum { MAX_LISTS = 32 };
struct xlsx_label {
  struct str code, es, en, shown, key[3]; /* folded code and labels */
};
struct xlsx_labels {
  struct arena *arena;
  struct {
    const char *name;
    struct xlsx_label *v;
    size_t n;
  } list[MAX_LISTS];
  size_t n;
};

static struct str fold(struct arena *a, struct str s) {
  struct buf b = {0};
  text_fold(&b, s);
  struct str out = arena_str(a, buf_str(&b));
  buf_free(&b);
  return out;
}

/* A label is shown only if it can be read as no other code. */
static bool is_taken(const struct xlsx_label *v, size_t n, size_t me, struct str key) {
  for (size_t i = 0; i < n; i++)
    for (int k = 0; i != me && k < 3; k++)
      if (str_eq(v[i].key[k], key)) return true;
  return false;
}

static void load_list(struct xlsx_book *b, struct xlsx_labels *x, const char *name) {
  size_t cap = 0, n = 0;
  struct xlsx_label *v = NULL, one = {0};
  while (snapshot_code(b->s, name, (uint32_t)n, &one.code, &one.es, &one.en)) {
    one.key[0] = fold(x->arena, one.code);
    one.key[1] = fold(x->arena, one.es);
    one.key[2] = fold(x->arena, one.en);
    if (n == cap) mem_grow((void **)&v, &cap, n + 1, sizeof *v);
    v[n++] = one;
  }
  bool codes = strcmp(name, "currency") == 0; /* people write COP and USD, not their names */
  for (size_t i = 0; i < n; i++) {
    struct str label = b->lang == SNAP_EN ? v[i].en : v[i].es;
    v[i].shown = codes || is_taken(v, n, i, v[i].key[b->lang == SNAP_EN ? 2 : 1]) ? v[i].code : label;
  }
  x->list[x->n].name = name;
  x->list[x->n].v = v;
  x->list[x->n++].n = n;
}

struct str xlsx_label(struct xlsx_book *b, const char *list, struct str code) {
  struct xlsx_labels *x = b->labels;
  size_t l = 0;
  if (!x) {
    x = b->labels = mem_calloc(1, sizeof *x);
    x->arena = arena_new(0);
  }
  while (l < x->n && strcmp(x->list[l].name, list) != 0) l++;
  if (l == MAX_LISTS) return code;
  if (l == x->n) load_list(b, x, list);
  for (size_t i = 0; i < x->list[l].n; i++)
    if (str_eq(x->list[l].v[i].code, code)) return x->list[l].v[i].shown;
  return code;
}

void xlsx_labels_free(struct xlsx_labels *x) {
  for (size_t l = 0; l < x->n; l++) free(x->list[l].v);
  arena_free(x->arena);
  free(x);
}

void xlsx_code(struct xlsx_sheet *sh, size_t column, struct str code) {
  const char *list = column < XLSX_MAX_COLUMNS ? sh->list[column] : NULL;
  if (code.n) xlsx_text(sh, column, list ? xlsx_label(sh->book, list, code) : code);
}

/* ---- links ---- */

static void link_to(struct xlsx_sheet *sh, size_t column, const char *url, struct str shown) {
  if (sh->links >= XLSX_LINKS || shown.n > XLSX_MAX_TEXT) {
    xlsx_text(sh, column, shown);
    return;
  }
  if (!ready(sh, column)) return;
  sh->links++;
  note(sh, worksheet_write_url_opt(sh->work, sh->row, sh->at[column], url, sh->book->looks[XLSX_LINK], held(sh, shown),
                                   NULL));
}

void xlsx_page(struct xlsx_sheet *sh, size_t column, const char *kind, struct str code, struct str shown) {
  const char *base = sh->book->public_url;
  if (base) link_to(sh, column, arena_printf(sh->book->arena, "%s/%s/%.*s", base, kind, STR_ARG(code)), shown);
  else xlsx_text(sh, column, shown);
}

void xlsx_row_link(struct xlsx_sheet *sh, size_t column, const char *sheet, uint32_t row, struct str shown) {
  link_to(sh, column, arena_printf(sh->book->arena, "internal:'%s'!A%u", sheet, row + 1), shown);
}

void xlsx_web(struct xlsx_sheet *sh, size_t column, struct str url) {
  bool net = (url.n > 8 && memcmp(url.p, "https://", 8) == 0) || (url.n > 7 && memcmp(url.p, "http://", 7) == 0);
  bool clean = net && url.n < 2000;
  for (size_t i = 0; i < url.n && clean; i++) clean = url.p[i] > ' ' && url.p[i] != '"' && url.p[i] != '#';
  if (clean) link_to(sh, column, arena_strndup(sh->book->arena, url.p, url.n), url);
  else xlsx_text(sh, column, url);
}

static size_t letters_of(struct str s) {
  size_t n = 0;
  for (; s.n; n++) text_next(&s);
  return n;
}

void xlsx_prose(struct xlsx_sheet *sh, const char *label, struct str text) {
  size_t letters = letters_of(text);
  xlsx_text(sh, 0, str_from(label));
  xlsx_text_as(sh, 1, text, XLSX_PROSE);
  size_t lines = letters ? 1 + (letters - 1) / XLSX_PROSE_WIDTH : 1;
  if (sh->work && lines > 1) /* Excel does not make room by itself for text it has not laid out */
    worksheet_set_row(sh->work, sh->row, 15.0 * (double)lines, NULL);
  xlsx_sheet_next(sh);
}
