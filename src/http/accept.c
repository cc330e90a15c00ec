/* Accept, Accept-Language and Accept-Encoding. Broken items are passed over: a preference is not worth a refusal. */
#include "http/accept.h"
#include <stddef.h>
#include <strings.h>

static struct str trim(struct str s) {
  while (s.n && (s.p[0] == ' ' || s.p[0] == '\t')) s.p++, s.n--;
  while (s.n && (s.p[s.n - 1] == ' ' || s.p[s.n - 1] == '\t')) s.n--;
  return s;
}

static struct str cut(struct str *rest, char at) {
  const char *p = rest->n ? memchr(rest->p, at, rest->n) : NULL;
  struct str head = {rest->p, p ? (size_t)(p - rest->p) : rest->n};
  size_t used = head.n + (p != NULL);
  *rest = (struct str){rest->p + used, rest->n - used};
  return trim(head);
}

static bool same(struct str a, struct str b) { return a.n == b.n && (a.n == 0 || strncasecmp(a.p, b.p, a.n) == 0); }

/* "0.8" -> 800 thousandths; what is not a weight counts as 0. */
static int weight(struct str s) {
  if (!s.n || (s.p[0] != '0' && s.p[0] != '1') || s.n > 5 || (s.n > 1 && s.p[1] != '.')) return 0;
  int q = (s.p[0] - '0') * 1000, unit = 100;
  for (size_t i = 2; i < s.n; i++, unit /= 10) {
    if (s.p[i] < '0' || s.p[i] > '9') return 0;
    q += (s.p[i] - '0') * unit;
  }
  return q > 1000 ? 0 : q;
}

/* Next item of the list and its q; false at the end. */
static bool next_item(struct str *rest, struct str *value, int *q) {
  while (rest->n) {
    struct str item = cut(rest, ',');
    *value = cut(&item, ';');
    *q = 1000;
    while (item.n) {
      struct str parameter = cut(&item, ';');
      if (parameter.n > 2 && (parameter.p[0] | 32) == 'q' && parameter.p[1] == '=')
        *q = weight((struct str){parameter.p + 2, parameter.n - 2});
    }
    if (value->n) return true;
  }
  return false;
}

static struct str bare(const char *media) { return (struct str){media, strcspn(media, "; ")}; }

static bool ends_in(struct str s, const char *tail) {
  size_t n = strlen(tail);
  return s.n >= n && strncasecmp(s.p + s.n - n, tail, n) == 0;
}

/* How closely a range of Accept fits an offer: 4 exactly, 3 as some JSON, 2 type, 1 anything, 0 not. */
static int closeness(struct str range, struct str offer) {
  if (same(range, offer)) return 4;
  if (same(range, STR("application/json")) && ends_in(offer, "+json")) return 3;
  if (same(range, STR("*/*")) || same(range, STR("*"))) return 1;
  const char *slash = memchr(offer.p, '/', offer.n);
  size_t type = slash ? (size_t)(slash - offer.p) + 1 : 0;
  if (type && range.n == type + 1 && range.p[type] == '*' && strncasecmp(range.p, offer.p, type) == 0) return 2;
  return 0;
}

static int quality(struct str header, struct str offer) {
  struct str range;
  int q, best = 0, result = 0;
  while (next_item(&header, &range, &q)) {
    int close = closeness(range, offer);
    if (close <= best) continue;
    best = close;
    result = q;
  }
  return result;
}

const char *accept_media(struct str header, const char *const *offers) {
  if (!trim(header).n) return offers[0];
  const char *chosen = NULL;
  int best = 0;
  for (size_t i = 0; offers[i]; i++) {
    int q = quality(header, bare(offers[i]));
    if (q <= best) continue;
    best = q;
    chosen = offers[i];
  }
  return chosen;
}

const char *accept_format(struct str f, const char *const *offers) {
  static const char *const names[][2] = {{"html", "text/html"},
                                         {"json", "application/json"},
                                         {"csv", "text/csv"},
                                         {"geojson", "application/geo+json"},
                                         {"geojsonl", "application/geo+json-seq"},
                                         {"gpkg", "application/geopackage+sqlite3"},
                                         {"mvt", "application/vnd.mapbox-vector-tile"},
                                         {"pbf", "application/vnd.mapbox-vector-tile"},
                                         {"mlt", "application/vnd.maplibre-tile"}};
  struct str wanted = f;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (same(f, str_from(names[i][0]))) wanted = str_from(names[i][1]);
  for (size_t i = 0; offers[i]; i++)
    if (same(wanted, bare(offers[i]))) return offers[i];
  for (size_t i = 0; offers[i]; i++)
    if (closeness(wanted, bare(offers[i])) == 3) return offers[i];
  return NULL;
}

const char *accept_language(struct str header) {
  struct str tag;
  int q, es = 0, en = 0, any = 0;
  while (next_item(&header, &tag, &q)) {
    struct str primary = cut(&tag, '-');
    if (same(primary, STR("es")) && q > es) es = q;
    else if (same(primary, STR("en")) && q > en) en = q;
    else if (same(primary, STR("*")) && q > any) any = q;
  }
  if (!es) es = any;
  return en > es ? "en" : "es";
}

bool accept_gzip(struct str header) {
  struct str coding;
  int q, named = -1, any = 0;
  while (next_item(&header, &coding, &q)) {
    if (same(coding, STR("gzip")) || same(coding, STR("x-gzip"))) named = q;
    else if (same(coding, STR("*"))) any = q;
  }
  return named >= 0 ? named > 0 : any > 0;
}
