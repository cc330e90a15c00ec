/* Documents and results. */
#include "iati_part.h"

/* ---- document-link ---- */

static void write_filled(struct iati_part *a, const char *name, struct str code, struct str filler) {
  iati_out_begin(&a->x, name);
  iati_out_attr(&a->x, "code", code.n ? code : filler);
  if (code.n == 0) iati_part_filler(a, "*");
  iati_out_end(&a->x);
}

static void write_title(struct iati_part *a, struct str title, struct str filler) {
  iati_out_begin(&a->x, "title");
  if (title.n == 0) iati_part_filler(a, "*");
  iati_out_narrative(&a->x, title.n ? title : filler, (struct str){0});
  iati_out_end(&a->x);
}

static void write_link(struct iati_part *a, uint32_t k, const struct snap_link *l) {
  struct iati_out *x = &a->x;
  struct buf url = {0};
  iati_part_uri(&url, l->url);
  iati_out_begin_ranked(x, "document-link", k);
  iati_out_attr_always(x, "url", buf_str(&url));
  if (!str_eq(buf_str(&url), l->url)) iati_out_own(x, IATI_RAW, l->url);
  buf_free(&url);
  iati_out_attr(x, "format", l->format.n ? l->format : STR("application/octet-stream"));
  if (l->format.n == 0) iati_part_filler(a, "format");
  write_title(a, l->title, l->url);
  write_filled(a, "category", l->category, STR("A12"));
  iati_out_code(x, "language", l->lang);
  if (l->date.n) iati_part_required_date(a, "document-date", l->date, a->date);
  iati_out_end(x);
}

void iati_result_write_links(struct iati_part *a) {
  struct snap_link l;
  for (uint32_t k = 0; snapshot_link(a->s, a->p.index, k, &l); k++) write_link(a, k, &l);
}

/* ---- result ---- */

static void write_value(struct iati_part *a, const char *name, struct str value) {
  if (value.n == 0) return;
  iati_out_begin(&a->x, name);
  iati_out_attr(&a->x, "value", value);
  iati_out_end(&a->x);
}

static void write_period(struct iati_part *a, uint32_t k, const struct snap_period *p) {
  char start[11], end[11];
  bool has_start = iati_part_day(p->start, start), has_end = iati_part_day(p->end, end);
  const char *known = has_start ? start : has_end ? end : a->date;
  iati_out_begin_ranked(&a->x, "period", k);
  iati_part_required_date(a, "period-start", p->start, known);
  iati_part_required_date(a, "period-end", p->end, known);
  write_value(a, "target", p->target);
  write_value(a, "actual", p->actual);
  iati_out_end(&a->x);
}

/* xsd:positiveInteger */
static bool is_year(struct str s) {
  bool positive = false;
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] < '0' || s.p[i] > '9') return false;
    positive |= s.p[i] != '0';
  }
  return positive;
}

static void write_baseline(struct iati_part *a, const struct snap_indicator *n) {
  if (n->baseline_year.n == 0 && n->baseline_value.n == 0) return;
  bool year = is_year(n->baseline_year);
  iati_out_begin(&a->x, "baseline");
  iati_out_attr(&a->x, "year", year ? n->baseline_year : (struct str){a->date, 4});
  iati_out_attr(&a->x, "value", n->baseline_value);
  if (!year) {
    iati_part_filler(a, "year");
    iati_out_own(&a->x, IATI_RAW, n->baseline_year);
  }
  iati_out_end(&a->x);
}

static void write_yes(struct iati_part *a, const char *name, int yes) {
  if (yes >= 0) iati_out_attr(&a->x, name, yes ? STR("1") : STR("0"));
}

static void write_indicator(struct iati_part *a, uint32_t k, const struct snap_indicator *n) {
  struct iati_out *x = &a->x;
  struct snap_period p;
  iati_out_begin_ranked(x, "indicator", k);
  iati_out_attr(x, "measure", n->measure);
  write_yes(a, "ascending", n->ascending);
  write_title(a, n->title, STR("Sin dato"));
  iati_out_said(x, "description", n->description);
  write_baseline(a, n);
  for (uint32_t i = 0; snapshot_period(a->s, a->p.index, i, &p); i++)
    if (p.indicator == k) write_period(a, i, &p);
  iati_out_end(x);
}

/* The schema wants an indicator in every result. */
static void write_no_indicator(struct iati_part *a, const struct snap_result *r) {
  iati_out_begin(&a->x, "indicator");
  iati_out_attr(&a->x, "measure", STR("5"));
  iati_part_filler(a, "*");
  write_title(a, r->title, STR("Sin dato"));
  iati_out_end(&a->x);
}

static void write_result(struct iati_part *a, uint32_t k, const struct snap_result *r) {
  struct iati_out *x = &a->x;
  struct snap_indicator n;
  bool any = false;
  iati_out_begin_ranked(x, "result", k);
  iati_out_attr(x, "type", r->type);
  write_yes(a, "aggregation-status", r->aggregates);
  write_title(a, r->title, STR("Sin dato"));
  iati_out_said(x, "description", r->description);
  for (uint32_t i = 0; snapshot_indicator(a->s, a->p.index, i, &n); i++) {
    if (n.result != k) continue;
    write_indicator(a, i, &n);
    any = true;
  }
  if (!any) write_no_indicator(a, r);
  iati_out_end(x);
}

void iati_result_write(struct iati_part *a) {
  struct snap_result r;
  for (uint32_t k = 0; snapshot_result(a->s, a->p.index, k, &r); k++) write_result(a, k, &r);
}
