#define _GNU_SOURCE /* qsort_r */
#include "rates.h"
#include <stdlib.h>
#include "core/mem.h"
#include "domain/money.h"
#include "domain/record.h"

/* A field of a record by its column: the registry is the one place that knows where it stands. */
static struct str said(const struct snapshot *s, uint32_t record, const char *column) {
  const struct record_info *info = record_info(RECORD_RATE);
  for (uint32_t i = 0; i < info->n_fields; i++)
    if (strcmp(info->fields[i].column, column) == 0) return snapshot_record_value(s, record, i);
  return STR("");
}

static struct conversion_rate read_record(const struct snapshot *s, uint32_t record) {
  return (struct conversion_rate){said(s, record, "from_currency"), said(s, record, "to_currency"),
                                  said(s, record, "rate_dec"),      said(s, record, "date"),
                                  said(s, record, "kind"),          said(s, record, "source")};
}

static bool read_rate(struct str text, struct decimal *out) {
  return decimal_read(text, DECIMAL_PLAIN, out) == DECIMAL_FINE && out->unscaled > 0;
}

/* The currency that a rate leads from, where it leads to `to` in either direction; .n 0: it does not. */
static struct str other(const struct conversion_rate *r, struct str to) {
  if (str_eq(r->to, to)) return r->from;
  return str_eq(r->from, to) ? r->to : STR("");
}

static int by_currency_and_date(const void *x, const void *y, void *user) {
  const struct rates_official *a = x, *b = y;
  const struct rates *r = user;
  int c = str_cmp(other(&a->said, r->to), other(&b->said, r->to));
  if (c) return c;
  c = str_cmp(a->said.date, b->said.date);
  return c ? c : str_cmp(a->said.rate, b->said.rate);
}

void rates_begin(struct rates *r, const struct snapshot *s, struct str to) {
  uint32_t begin, end;
  snapshot_records_of(s, RECORD_RATE, &begin, &end);
  *r = (struct rates){s, to, mem_alloc((end - begin + 1) * sizeof *r->official), 0};
  for (uint32_t i = begin; i < end; i++) {
    struct rates_official one = {.said = read_record(s, i)};
    if (str_is(one.said.kind, "official") && one.said.date.n && other(&one.said, to).n &&
        read_rate(one.said.rate, &one.rate))
      r->official[r->n++] = one;
  }
  qsort_r(r->official, r->n, sizeof *r->official, by_currency_and_date, r);
}

void rates_end(struct rates *r) {
  free(r->official);
  *r = (struct rates){0};
}

static struct rates_use use_of(const struct rates *r, const struct conversion_rate *c, struct decimal rate) {
  return (struct rates_use){true, str_eq(c->from, r->to), rate, *c};
}

/* One more contract rate for the project; two that differ leave it open which one its value was made with. */
static void consider(const struct rates *r, const struct conversion_rate *c, struct str from, struct rates_use *out,
                     bool *contradicted) {
  struct decimal rate;
  if (!c->rate.n || !str_is(c->kind, "contract") || !str_eq(other(c, r->to), from) || !read_rate(c->rate, &rate))
    return;
  if (!out->found) *out = use_of(r, c, rate);
  else if (!str_eq(out->said.rate, c->rate) || !str_eq(out->said.from, c->from)) *contradicted = true;
}

/* The contract's rate, on its contributions or by itself. True if that is all there is to say. */
static bool contract_rate(const struct rates *r, uint32_t project, struct str from, struct rates_use *out) {
  struct snap_contribution c;
  struct snap_rate own;
  bool contradicted = false;
  *out = (struct rates_use){0};
  for (uint32_t k = 0; snapshot_contribution(r->s, project, k, &c); k++)
    consider(r, &(struct conversion_rate){c.rate_from, c.rate_to, c.rate, c.rate_date, c.rate_kind, c.source_title},
             from, out, &contradicted);
  if (!out->found && snapshot_rate(r->s, project, &own)) {
    struct snap_project p;
    snapshot_project(r->s, project, &p);
    consider(r, &(struct conversion_rate){own.from, own.to, own.rate, own.date, own.kind, p.source_title}, from, out,
             &contradicted);
  }
  if (contradicted) out->found = false;
  return out->found || contradicted;
}

static struct str date_of(const struct snapshot *s, uint32_t project) {
  struct snap_project p;
  snapshot_project(s, project, &p);
  return p.date_monetised.n ? p.date_monetised : p.date_signed.n ? p.date_signed : p.date_start;
}

struct rates_use rates_for(const struct rates *r, uint32_t project, struct str from) {
  struct rates_use out;
  if (contract_rate(r, project, from, &out) || !r->n) return out;
  struct str date = date_of(r->s, project);
  size_t low = 0, high = r->n;
  while (low < high) { /* the first that is of a later currency, or of this one and too late */
    size_t mid = low + (high - low) / 2;
    const struct rates_official *o = &r->official[mid];
    int c = str_cmp(other(&o->said, r->to), from);
    if (c < 0 || (c == 0 && str_cmp(o->said.date, date) <= 0)) low = mid + 1;
    else high = mid;
  }
  const struct rates_official *o = low ? &r->official[low - 1] : NULL;
  if (date.n && o && str_eq(other(&o->said, r->to), from)) out = use_of(r, &o->said, o->rate);
  return out;
}

bool rates_apply(const struct rates_use *u, i128 minor, i128 *out) {
  struct err e = {0};
  return u->divides ? money_divide(minor, u->rate, out, &e) : money_multiply(minor, u->rate, out, &e);
}

bool group_convert_project(const struct snapshot *s, uint32_t project, i128 minor, struct str from, struct str to,
                           i128 *out, struct conversion_rate *rate) {
  struct rates r;
  rates_begin(&r, s, to);
  struct rates_use u = rates_for(&r, project, from);
  bool ok = u.found && rates_apply(&u, minor, out);
  if (ok && rate) *rate = u.said;
  rates_end(&r);
  return ok;
}
