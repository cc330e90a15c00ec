/* The activity as a whole: its elements in the order of the schema. */
#include "format/iati.h"

#include <stdio.h>
#include <string.h>

#include "iati_part.h"

/* ---- the file ---- */

static void write_root(struct buf *out, const struct snapshot *s, const char *root) {
  struct snap_batch newest = {0};
  uint32_t n = snapshot_batches(s);
  buf_printf(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<%s version=\"2.03\"", root);
  if (n && snapshot_batch(s, n - 1, &newest) && newest.at.n)
    buf_printf(out, " generated-datetime=\"%.*s\"", STR_ARG(newest.at));
  buf_add_z(out, " xmlns:" IATI_PREFIX "=\"" IATI_NAMESPACE "\">\n<!-- " IATI_PREFIX ":" IATI_FILLER
                 ": what the schema requires and no source states; \"*\" the whole element, else the attributes named. "
                 "-->");
}

void iati_write_begin(struct buf *out, const struct snapshot *s) { write_root(out, s, "iati-activities"); }
void iati_write_end(struct buf *out) { buf_add_z(out, "\n</iati-activities>\n"); }

void iati_write_organisations_begin(struct buf *out, const struct snapshot *s) {
  write_root(out, s, "iati-organisations");
}
void iati_write_organisations_end(struct buf *out) { buf_add_z(out, "\n</iati-organisations>\n"); }

/* ---- who and what ---- */

/* xsd:dateTime by its form: "2011-07-06T01:02:03", a fraction, Z or an offset. Another text would make the file invalid. */
static bool is_moment(struct str at) {
  static const char form[] = "0000-00-00T00:00:00", offset[] = "+00:00";
  size_t i = 0;
  for (; i < sizeof form - 1; i++)
    if (i >= at.n || (form[i] == '0' ? at.p[i] < '0' || at.p[i] > '9' : at.p[i] != form[i])) return false;
  if (i < at.n && at.p[i] == '.')
    for (i++; i < at.n && at.p[i] >= '0' && at.p[i] <= '9';) i++;
  if (i == at.n || (at.p[i] == 'Z' && i + 1 == at.n)) return true;
  if (at.n - i != sizeof offset - 1 || (at.p[i] != '+' && at.p[i] != '-')) return false;
  for (size_t k = 1; k < sizeof offset - 1; k++)
    if (offset[k] == '0' ? at.p[i + k] < '0' || at.p[i + k] > '9' : at.p[i + k] != ':') return false;
  return true;
}

static void write_attributes(struct iati_part *a) {
  struct iati_out *x = &a->x;
  const struct snap_project *p = &a->p;
  iati_out_attr(x, "xml:lang", a->iati.lang);
  bool moment = is_moment(a->iati.updated);
  if (moment) iati_out_attr(x, "last-updated-datetime", a->iati.updated);
  iati_out_own(x, IATI_CODE, p->code);
  iati_out_own(x, IATI_KIND, p->kind);
  iati_out_own(x, IATI_COOPERATION_TYPE, p->cooperation_type);
  iati_out_own(x, IATI_MODALITY, p->modality);
  if (p->no_disbursement) iati_out_own(x, IATI_NO_DISBURSEMENT, STR("1"));
  iati_out_own(x, IATI_VIGENCIA, p->vigencia_raw);
  iati_out_own(x, IATI_PLACE_NOTE, p->place_note);
  iati_out_own(x, IATI_DOCUMENT, p->source_title);
  iati_out_own(x, IATI_LOCATOR, p->source_locator);
  if (!moment) iati_out_own(x, IATI_ON, a->iati.updated);
}

static void write_identifier(struct iati_part *a) {
  struct buf id = {0};
  iati_out_begin(&a->x, "iati-identifier");
  if (iati_part_identifier(a->s, a->p.index, &id)) iati_part_filler(a, "*");
  iati_out_text(&a->x, buf_str(&id));
  iati_out_end(&a->x);
  buf_free(&id);
}

static void write_publisher(struct iati_part *a) {
  struct iati_out *x = &a->x;
  if (a->iati.reporting == SNAPSHOT_NONE && iati_out_brings(x, "reporting-org")) return; /* it names nobody */
  iati_out_begin(x, "reporting-org");
  if (a->iati.reporting != SNAPSHOT_NONE) {
    iati_part_actor(a, a->iati.reporting, true);
  } else {
    iati_out_attr(x, "ref", STR("sin-dato"));
    iati_out_attr(x, "type", STR("90"));
    iati_part_filler(a, "*");
    iati_out_narrative(x, STR("Sin dato"), (struct str){0});
  }
  iati_out_end(x);
}

static void write_parties(struct iati_part *a) {
  struct iati_out *x = &a->x;
  struct snap_party party;
  uint32_t k = 0;
  for (; snapshot_party(a->s, a->p.index, k, &party); k++) {
    iati_out_begin_ranked(x, "participating-org", k);
    iati_out_attr(x, "role", party.role.n ? party.role : STR("4"));
    if (party.role.n == 0) iati_part_filler(a, "role");
    iati_out_own(x, IATI_ROLE_TEXT, party.role_text);
    iati_part_actor(a, party.actor, false);
    iati_out_end(x);
  }
  if (k || iati_out_brings(x, "participating-org")) return;
  iati_out_begin(x, "participating-org");
  iati_out_attr(x, "role", STR("4"));
  iati_part_filler(a, "*");
  iati_out_narrative(x, STR("Sin dato"), (struct str){0});
  iati_out_end(x);
}

static void write_status(struct iati_part *a) {
  iati_out_begin(&a->x, "activity-status");
  iati_out_attr(&a->x, "code", a->p.status.n ? a->p.status : STR("2"));
  if (a->p.status.n == 0) iati_part_filler(a, "*");
  iati_out_end(&a->x);
}

/* ---- dates: those of IATI's types, and at the end those of our own ---- */

static bool is_standard_date(const struct snap_date *d) {
  char day[11];
  return d->type.n == 1 && d->type.p[0] >= '1' && d->type.p[0] <= '4' && iati_part_day(d->date, day);
}

/* True if the two groups one after the other are not the order of the project's dates. */
static bool dates_need_order(const struct iati_part *a) {
  struct snap_date d;
  bool own = false;
  for (uint32_t k = 0; snapshot_date(a->s, a->p.index, k, &d); k++) {
    if (!is_standard_date(&d)) own = true;
    else if (own) return true;
  }
  return false;
}

static void write_order(struct iati_part *a, uint32_t k) {
  char number[16];
  snprintf(number, sizeof number, "%u", k);
  iati_out_own(&a->x, IATI_ORDER, str_from(number));
}

static void write_dates(struct iati_part *a) {
  struct iati_out *x = &a->x;
  struct snap_date d;
  bool any = false, ordered = dates_need_order(a);
  for (uint32_t k = 0; snapshot_date(a->s, a->p.index, k, &d); k++) {
    if (!is_standard_date(&d)) continue;
    any = true;
    iati_out_begin_ranked(x, "activity-date", k);
    iati_out_attr(x, "type", d.type);
    iati_part_date(a, "iso-date", d.date);
    if (ordered) write_order(a, k);
    iati_out_end(x);
  }
  if (any) return;
  iati_out_begin(x, "activity-date");
  iati_out_attr(x, "type", STR("1"));
  iati_out_attr(x, "iso-date", str_from(a->date));
  iati_part_filler(a, "*");
  iati_out_end(x);
}

static void write_own_dates(struct iati_part *a) {
  struct iati_out *x = &a->x;
  struct snap_date d;
  bool ordered = dates_need_order(a);
  for (uint32_t k = 0; snapshot_date(a->s, a->p.index, k, &d); k++) {
    if (is_standard_date(&d)) continue;
    iati_out_begin(x, IATI_PREFIX ":" IATI_DATE);
    iati_out_own(x, IATI_TYPE, d.type);
    iati_out_own(x, IATI_PRECISION, d.precision);
    if (ordered) write_order(a, k);
    iati_out_text(x, d.date);
    iati_out_end(x);
  }
}

/* ---- links to other projects ---- */

static bool is_standard_relation(struct str type) { return type.n == 1 && type.p[0] >= '1' && type.p[0] <= '5'; }

static void write_related(struct iati_part *a, bool standard) {
  struct iati_out *x = &a->x;
  struct snap_related r;
  struct snap_project other;
  struct buf ref = {0};
  for (uint32_t k = 0; snapshot_related(a->s, a->p.index, k, &r); k++) {
    if (!r.stated || is_standard_relation(r.type) != standard) continue; /* decisions stay here */
    snapshot_project(a->s, r.project, &other);
    iati_out_begin(x, standard ? "related-activity" : IATI_PREFIX ":" IATI_RELATION);
    if (standard) {
      buf_reset(&ref);
      bool made = iati_part_identifier(a->s, r.project, &ref);
      iati_out_attr(x, "ref", buf_str(&ref));
      iati_out_attr(x, "type", r.type);
      if (made) {
        iati_out_begin(x, IATI_PREFIX ":" IATI_PROJECT);
        iati_out_text(x, other.code);
        iati_out_end(x);
      }
    } else {
      iati_out_own(x, IATI_CODE, other.code);
      iati_out_own(x, IATI_TYPE, r.type);
    }
    iati_out_end(x);
  }
  buf_free(&ref);
}

/* ---- the activity ---- */

static void write_defaults(struct iati_part *a) {
  iati_out_code(&a->x, "collaboration-type", a->iati.collaboration_type);
  iati_out_code(&a->x, "default-flow-type", a->iati.flow_type);
  iati_out_code(&a->x, "default-finance-type", a->iati.finance_type);
  iati_out_code(&a->x, "default-aid-type", a->iati.aid_type);
  iati_out_code(&a->x, "default-tied-status", a->iati.tied_status);
}

static void choose_date(struct iati_part *a) {
  const struct str known[] = {a->p.date_start, a->p.date_signed, a->p.date_monetised, a->p.date_end};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (iati_part_day(known[i], a->date)) return;
  strcpy(a->date, IATI_NO_DATE);
}

void iati_write_activity(struct buf *out, const struct snapshot *s, uint32_t project) {
  struct iati_part a = {.x = {.out = out}, .s = s};
  snapshot_project(s, project, &a.p);
  snapshot_iati(s, project, &a.iati);
  iati_out_take_extras(&a.x, s, project);
  choose_date(&a);
  iati_out_begin(&a.x, "iati-activity");
  write_attributes(&a);
  write_identifier(&a);
  write_publisher(&a);
  iati_text_write(&a);
  write_parties(&a);
  write_status(&a);
  write_dates(&a);
  iati_out_code(&a.x, "activity-scope", a.iati.scope);
  iati_place_write(&a);
  iati_place_write_sectors(&a);
  write_defaults(&a);
  iati_money_write(&a);
  iati_result_write_links(&a);
  write_related(&a, true);
  iati_result_write(&a);
  write_own_dates(&a);
  iati_money_write_own(&a);
  write_related(&a, false);
  iati_out_end(&a.x);
  iati_out_free(&a.x);
}
