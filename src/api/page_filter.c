/* The filter of a page: read without refusing, told in words, and taken back part by part. */
#include "page_filter.h"

#include <time.h>

#include "export_job.h"
#include "http/params.h"

static const struct http_param_spec *const vocabulary[] = {FILTER_PARAMS, NULL};

static bool is_filter(const struct http_param *p) {
  for (size_t i = 0; vocabulary[i]; i++)
    if (p->spec == vocabulary[i]) return true;
  return false;
}

/* ---- reading */

/* What others are read by must be there before them. */
static bool is_about_others(const struct http_param *p) {
  return p->spec == &crs_param_bbox_crs || p->spec == &crs_param_filter_crs || p->spec == &filter_param_filter_lang;
}

static bool is_their_fault(const struct err *e) {
  return e->kind == ERR_INPUT || e->kind == ERR_LIMIT || e->kind == ERR_GEOM || e->kind == ERR_NOT_FOUND;
}

static bool compile(struct snapshot *s, struct page_filter *out, const struct http_param *p, size_t n,
                    struct filter **f, struct err *e) {
  bool nothing;
  return filter_params_compile(s, QUERY_PROJECTS, out->q.arena, p, n, f, &nothing, e);
}

/* One after the other, each beside those that count. */
static bool keep_what_counts(struct snapshot *s, struct page_filter *out, const struct http_param *p, size_t n,
                             struct err *e) {
  struct http_param *kept = arena_alloc(out->q.arena, (n + 1) * sizeof *kept);
  int64_t deadline = filter_deadline();
  size_t count = 0;
  for (int first = 1; first >= 0; first--)
    for (size_t i = 0; i < n; i++) {
      if (is_about_others(&p[i]) != first) continue;
      struct filter *f = NULL;
      struct timespec now;
      clock_gettime(CLOCK_MONOTONIC, &now);
      bool late = now.tv_sec * INT64_C(1000000000) + now.tv_nsec > deadline;
      kept[count] = p[i];
      err_clear(e);
      if (late)
        err_set(e, ERR_LIMIT, err_pick("no alcanzó el tiempo para leerlo", "there was no time left to read it"));
      if (!late && compile(s, out, kept, count + 1, &f, e)) {
        filter_free(f);
        count++;
        continue;
      }
      if (!is_their_fault(e)) return false;
      out->ignored[out->n_ignored++] =
          (struct http_ignored){str_from(p[i].spec->name), p[i].text, arena_printf(out->q.arena, "%s", e->text)};
    }
  err_clear(e);
  out->q.params = kept;
  out->q.n_params = count;
  return compile(s, out, kept, count, &out->f, e);
}

bool page_filter_read(struct snapshot *s, const struct http_request *q, struct page_filter *out, struct err *e) {
  *out = (struct page_filter){.q = *q, .n_ignored = q->n_ignored, .currency = STR(FIGURES_CURRENCY)};
  out->ignored = arena_alloc(q->arena, (q->n_ignored + q->n_params + 1) * sizeof *out->ignored);
  for (size_t i = 0; i < q->n_ignored; i++) out->ignored[i] = q->ignored[i];
  if (!compile(s, out, q->params, q->n_params, &out->f, e)) {
    if (!is_their_fault(e) || !keep_what_counts(s, out, q->params, q->n_params, e)) return false;
  }
  const struct http_param *currency = http_param(&out->q, "moneda");
  if (currency) out->currency = currency->text;
  return true;
}

/* ---- in words */

enum { MOST_NAMED = 3, MOST_WORDS = 160 };

static const char *rest_in_words(const struct http_request *q, const struct snapshot *s) {
  struct http_param *rest = arena_alloc(q->arena, (q->n_params + 1) * sizeof *rest);
  size_t n = 0;
  for (size_t i = 0; i < q->n_params; i++)
    if (q->params[i].spec != &filter_param_area) rest[n++] = q->params[i];
  const char *words = export_words(q->arena, s, rest, n, answer_lang(q));
  return words ? page_cut(q, str_from(words), MOST_WORDS) : NULL;
}

const char *page_filter_place(const struct http_request *q, const struct snapshot *s) {
  const struct str *codes;
  size_t n = http_params(q, "area", &codes);
  struct buf b = {0};
  for (size_t i = 0; n <= MOST_NAMED && i < n; i++) {
    uint32_t row;
    if (i) buf_add_z(&b, i + 1 == n ? answer_pick(q, " y ", " and ") : ", ");
    buf_add_str(&b, snapshot_find_area(s, codes[i], &row) ? snapshot_area_name(s, row) : codes[i]);
  }
  if (n > MOST_NAMED) buf_printf(&b, answer_pick(q, "%zu áreas", "%zu areas"), n);
  if (!n) buf_add_z(&b, "Cartagena de Indias");
  const char *rest = rest_in_words(q, s);
  if (rest) buf_printf(&b, " (%s)", rest);
  const char *text = arena_strndup(q->arena, b.data, b.len);
  buf_free(&b);
  return text;
}

/* What the figures of a card leave out; "" nothing. */
static const char *left_out(const struct http_request *q, const struct summary_money *m, uint64_t placeless) {
  struct buf b = {0};
  if (summary_silent(m))
    buf_printf(&b,
               answer_pick(q, "%s sin valor que sumar, que no están en esa cifra. ",
                           "%s with no value to add, which are not in that figure. "),
               page_number(q, (int64_t)summary_silent(m)));
  if (placeless)
    buf_printf(&b, answer_pick(q, "%s sin un lugar en el mapa. ", "%s without a place on the map. "),
               page_number(q, (int64_t)placeless));
  const char *text = arena_strndup(q->arena, b.len ? b.data : "", b.len);
  buf_free(&b);
  return text;
}

struct html_share page_filter_share(const struct http_request *q, const struct snapshot *s, const char *what,
                                    const struct summary *sum, struct str currency, const char *path) {
  const struct summary_money *m = &sum->total;
  uint64_t placeless = 0;
  for (unsigned k = SNAP_NAMED; k <= SNAP_UNKNOWN; k++) placeless += sum->unplaced[k].projects;
  const char *title =
      arena_printf(q->arena, answer_pick(q, "%s en %s: %s", "%s in %s: %s"), what, page_filter_place(q, s),
                   page_amount_words(q, m->projects, summary_silent(m), m->full_minor, currency));
  const char *text = arena_printf(
      q->arena, "%s%s", left_out(q, m, placeless),
      answer_pick(q, "Qué se hace, dónde, quién lo paga y para cuántas personas, con la fuente de cada cifra.",
                  "What is done, where, who pays and for how many people, with the source of each figure."));
  return page_share_at(q, title, text, path, page_filter_query(q));
}

/* ---- addresses */

/* The filter without one parameter, or without all of one key. */
static const char *query_without(const struct http_request *q, const struct http_param *left_out,
                                 const struct http_param_spec *key) {
  struct http_param *kept = arena_alloc(q->arena, (q->n_params + 1) * sizeof *kept);
  size_t n = 0;
  for (size_t i = 0; i < q->n_params; i++)
    if (&q->params[i] != left_out && q->params[i].spec != key && is_filter(&q->params[i])) kept[n++] = q->params[i];
  struct buf b = {0};
  params_write_canonical(&b, vocabulary, kept, n);
  const char *text = arena_strndup(q->arena, b.len ? b.data : "", b.len);
  buf_free(&b);
  return text;
}

static const char *address(const struct http_request *q, const char *path, const char *query, const char *add) {
  const char *lang = answer_en(q) ? "lang=en" : "";
  const char *first = *query ? query : add && *add ? add : lang;
  struct buf b = {0};
  buf_printf(&b, "%s%s%s", path, *first ? "?" : "", first);
  if (add && *add && first != add) buf_printf(&b, "&%s", add);
  if (*lang && first != lang) buf_printf(&b, "&%s", lang);
  const char *text = arena_strndup(q->arena, b.data, b.len);
  buf_free(&b);
  return text;
}

const char *page_filter_query(const struct http_request *q) { return query_without(q, NULL, NULL); }

const char *page_filter_href(const struct http_request *q, const char *path) {
  return address(q, path, page_filter_query(q), NULL);
}

const char *page_filter_only(const struct http_request *q, const char *path, const char *key, struct str value) {
  const struct http_param_spec *spec = NULL;
  for (size_t i = 0; vocabulary[i]; i++)
    if (strcmp(vocabulary[i]->name, key) == 0) spec = vocabulary[i];
  return address(q, path, query_without(q, NULL, spec), arena_printf(q->arena, "%s=%s", key, answer_encode(q, value)));
}

bool page_filter_is_only(const struct http_request *q, const char *key, struct str value) {
  const struct str *values;
  return http_params(q, key, &values) == 1 && str_eq(values[0], value);
}

/* ---- on the page */

/* Why, without the "key=value: " that some reasons begin with. */
static const char *reason(const struct http_ignored *one) {
  size_t n = one->key.n + 1 + one->value.n;
  bool repeats = strncmp(one->why, one->key.p, one->key.n) == 0 && one->why[one->key.n] == '=' &&
                 strlen(one->why) > n + 2 && memcmp(one->why + n, ": ", 2) == 0;
  return repeats ? one->why + n + 2 : one->why;
}

void page_filter_write_ignored(struct html *h, const struct http_ignored *ignored, size_t n) {
  if (!n) return;
  html_open(h, "section", "class", "aviso", NULL);
  html_element_say(h, "p", "Esto de la dirección no se pudo leer y no cuenta:",
                   "This part of the address could not be read and does not count:");
  html_open(h, "ul", NULL);
  for (size_t i = 0; i < n; i++) {
    enum { SHOWN = 120 };
    struct str value = ignored[i].value;
    html_open(h, "li", NULL);
    html_open(h, "code", NULL);
    html_text(h, (struct str){ignored[i].key.p, ignored[i].key.n < SHOWN ? ignored[i].key.n : SHOWN});
    html_z(h, "=");
    html_text(h, (struct str){value.p, value.n < SHOWN ? value.n : SHOWN});
    if (value.n > SHOWN) html_z(h, "…");
    html_close(h, "code");
    html_z(h, " — ");
    html_z(h, reason(&ignored[i]));
    html_close(h, "li");
  }
  html_close(h, "ul");
  html_close(h, "section");
}

void page_filter_write_active(struct html *h, const struct http_request *q, const struct snapshot *s,
                              const char *path) {
  bool any = false;
  for (size_t i = 0; i < q->n_params; i++) {
    const char *words = is_filter(&q->params[i]) ? export_words(q->arena, s, &q->params[i], 1, h->lang) : NULL;
    if (!words) continue;
    if (!any) {
      html_open(h, "ul", "class", "filtro", "aria-label", html_pick(h, "Filtro", "Filter"), NULL);
      any = true;
    }
    html_open(h, "li", NULL);
    html_z(h, words);
    html_z(h, " ");
    html_open(h, "a", "href", address(q, path, query_without(q, &q->params[i], NULL), NULL), "aria-label",
              arena_printf(q->arena, "%s: %s", html_pick(h, "Quitar", "Remove"), words), NULL);
    html_say(h, "Quitar", "Remove");
    html_close(h, "a");
    html_close(h, "li");
  }
  if (any) html_close(h, "ul");
}
