#include "iati_part.h"

#include <stdio.h>
#include <string.h>

bool iati_part_day(struct str date, char out[11]) {
  static const char first_day[] = "0000-01-01";
  out[0] = 0;
  if (date.n != 4 && date.n != 7 && date.n != 10) return false;
  for (size_t i = 0; i < date.n; i++)
    if (i == 4 || i == 7 ? date.p[i] != '-' : date.p[i] < '0' || date.p[i] > '9') return false;
  memcpy(out, first_day, sizeof first_day);
  memcpy(out, date.p, date.n);
  return true;
}

void iati_part_date(struct iati_part *a, const char *name, struct str date) {
  char day[11];
  if (!iati_part_day(date, day)) return;
  iati_out_attr(&a->x, name, str_from(day));
  if (date.n < 10) iati_out_own(&a->x, IATI_PRECISION, date.n == 4 ? STR("year") : STR("month"));
}

void iati_part_required_date(struct iati_part *a, const char *name, struct str date, const char *filler) {
  char day[11];
  iati_out_begin(&a->x, name);
  if (iati_part_day(date, day)) {
    iati_part_date(a, "iso-date", date);
  } else {
    iati_out_attr(&a->x, "iso-date", str_from(filler));
    iati_part_filler(a, "*");
  }
  iati_out_end(&a->x);
}

struct str iati_part_percent(int32_t ppm, char out[16]) {
  int n = snprintf(out, 16, "%d.%04d", ppm / 10000, ppm % 10000);
  while (out[n - 1] == '0') n--;
  if (out[n - 1] == '.') n--;
  out[n] = 0;
  return (struct str){out, (size_t)n};
}

/* ---- addresses ---- */

static bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/* Length of "https:", 0 if there is none. */
static size_t scheme_length(struct str url) {
  size_t i = 0;
  while (i < url.n && (is_letter(url.p[i]) || (i && ((url.p[i] >= '0' && url.p[i] <= '9') || strchr("+-.", url.p[i])))))
    i++;
  return i && i < url.n && url.p[i] == ':' ? i + 1 : 0;
}

/* True if nothing but a port stands between here and the end of the host. */
static bool is_port(struct str rest) {
  size_t i = 0;
  while (i < rest.n && rest.p[i] >= '0' && rest.p[i] <= '9') i++;
  return i && (i == rest.n || strchr("/?#", rest.p[i]));
}

void iati_part_uri(struct buf *out, struct str url) {
  size_t scheme = scheme_length(url), i = scheme;
  bool host = url.n >= scheme + 2 && memcmp(url.p + scheme, "//", 2) == 0, fragment = false, user = false;
  buf_add(out, url.p, scheme);
  if (host) {
    buf_add_z(out, "//");
    i += 2;
  }
  for (; i < url.n; i++) {
    char c = url.p[i];
    struct str rest = {url.p + i + 1, url.n - i - 1};
    bool fine = c != '[' && c != ']';
    if (c == '/' || c == '?' || c == '#') host = false;
    if (c == '%') fine = rest.n >= 2 && is_hex(rest.p[0]) && is_hex(rest.p[1]);
    if (c == '#') fine = !fragment;
    if (c == ':') fine = host ? is_port(rest) : scheme > 0;
    if (c == '@') fine = !host || !user;
    fragment = fragment || c == '#';
    user = user || c == '@';
    if (fine) buf_add_char(out, c);
    else buf_printf(out, "%%%02X", (unsigned char)c);
  }
}

/* ---- filler and actors ---- */

void iati_part_filler(struct iati_part *a, const char *what) { iati_out_own(&a->x, IATI_FILLER, str_from(what)); }

/* What stands for the identifier of an actor that has none. */
static void write_made_ref(struct iati_part *a, const struct snap_actor *who) {
  struct buf b = {0};
  buf_add_z(&b, IATI_MADE_PREFIX);
  buf_add_str(&b, who->code);
  iati_out_attr(&a->x, "ref", buf_str(&b));
  buf_free(&b);
}

void iati_part_actor(struct iati_part *a, uint32_t actor, bool required) {
  struct snap_actor who;
  struct iati_out *x = &a->x;
  snapshot_actor(a->s, actor, &who);
  bool no_ref = required && who.ref.n == 0 && !iati_out_has(x, "ref");
  bool no_type = required && who.type.n == 0 && !iati_out_has(x, "type");
  iati_out_attr(x, "ref", who.ref);
  if (no_ref) write_made_ref(a, &who);
  iati_out_attr(x, "type", no_type ? STR("90") : who.type);
  iati_out_own(x, IATI_CODE, who.code);
  if (no_ref || no_type) iati_part_filler(a, no_ref && no_type ? "ref type" : no_ref ? "ref" : "type");
  iati_out_narrative(x, who.name, (struct str){0});
}

bool iati_part_identifier(const struct snapshot *s, uint32_t project, struct buf *out) {
  struct snap_project p;
  struct snap_iati iati;
  struct snap_actor publisher = {0};
  snapshot_project(s, project, &p);
  if (p.iati_identifier.n) {
    buf_add_str(out, p.iati_identifier);
    return false;
  }
  snapshot_iati(s, project, &iati);
  if (iati.reporting != SNAPSHOT_NONE) snapshot_actor(s, iati.reporting, &publisher);
  buf_add_str(out, publisher.ref);
  buf_add_z(out, publisher.ref.n ? "-" : IATI_MADE_PREFIX);
  buf_add_str(out, p.code);
  return true;
}

struct str iati_part_lang(const struct iati_part *a, struct str lang) {
  if (str_eq(lang, a->iati.lang)) return STR("");
  return lang;
}
