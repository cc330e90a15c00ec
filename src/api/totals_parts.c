/* What every table of the statistics says of its numbers. */
#include <string.h>

#include "domain/record.h"
#include "totals.h"

/* ---- JSON ---- */

void totals_kv_known(struct jw *w, const char *key, const struct summary_money *m, i128 minor) {
  answer_kv_figure(w, key, summary_has_value(m), minor);
}

void totals_money_counts(struct jw *w, const struct summary_money *m) {
  jw_kv_int(w, "sin_valor", (int64_t)m->without_value);
  jw_kv_int(w, "sin_erogacion", (int64_t)m->no_disbursement);
  jw_kv_int(w, "otra_moneda", (int64_t)m->other_currency);
  jw_kv_int(w, "contado_en_otro", (int64_t)m->counted_elsewhere);
  answer_kv_count(w, "personas_min", m->people_min);
  answer_kv_count(w, "personas_max", m->people_max);
  jw_kv_int(w, "personas_sin_dato", (int64_t)m->without_people);
}

/* What is counted, and what the amounts do not cover. */
void totals_money_members(struct jw *w, const struct summary_money *m) {
  jw_kv_int(w, "proyectos", (int64_t)m->projects);
  totals_kv_known(w, "valor", m, m->full_minor);
  totals_money_counts(w, m);
}

void totals_kv_money(struct jw *w, const char *key, const struct summary_money *m) {
  jw_key(w, key);
  jw_object(w);
  totals_money_members(w, m);
  jw_end(w);
}

void totals_write_coverage(struct jw *w, const struct http_request *q, const struct summary_money *total,
                           bool converted) {
  jw_kv_z(w, "poblacion", totals_population(q, total->projects));
  jw_key(w, "cobertura");
  jw_object(w);
  jw_kv_int(w, "proyectos", (int64_t)total->projects);
  jw_kv_int(w, "en_la_suma", (int64_t)(total->projects - summary_silent(total)));
  jw_kv_int(w, "sin_valor", (int64_t)total->without_value);
  jw_kv_int(w, "sin_erogacion", (int64_t)total->no_disbursement);
  jw_kv_int(w, "otra_moneda", (int64_t)total->other_currency);
  jw_kv_int(w, "contado_en_otro", (int64_t)total->counted_elsewhere);
  jw_kv_z(w, "texto", totals_coverage(q, total, converted));
  jw_end(w);
}

/* ---- conversion ---- */

static void write_use(struct jw *w, const struct snapshot *s, const struct conversion_use *u, bool converted) {
  struct snap_project p;
  snapshot_project(s, u->project, &p);
  jw_object(w);
  jw_kv_str(w, "proyecto", p.code);
  jw_kv_str(w, "titulo", p.title);
  jw_kv_str(w, "moneda", p.currency);
  answer_kv_minor(w, "valor", u->from_minor);
  if (converted) {
    answer_kv_minor(w, "convertido", u->minor);
    jw_kv_str(w, "tasa", u->rate.rate);
    jw_kv_str(w, "tasa_de", u->rate.from);
    jw_kv_str(w, "tasa_a", u->rate.to);
    jw_kv_str(w, "tasa_fecha", u->rate.date);
    jw_kv_str(w, "tasa_clase", u->rate.kind);
    jw_kv_str(w, "tasa_fuente", u->rate.source);
  }
  jw_end(w);
}

void totals_write_conversion(struct jw *w, const struct snapshot *s, const struct conversion *c) {
  jw_key(w, "conversion");
  if (!c->to.n) {
    jw_null(w);
    return;
  }
  jw_object(w);
  jw_kv_str(w, "a", c->to);
  answer_kv_minor(w, "valor", c->minor + c->same_minor);
  answer_kv_minor(w, "convertido", c->minor);
  answer_kv_minor(w, "ya_en_la_moneda", c->same_minor);
  jw_kv_int(w, "proyectos_convertidos", (int64_t)c->converted);
  jw_kv_int(w, "proyectos_en_la_moneda", (int64_t)c->same_currency);
  jw_kv_int(w, "proyectos_sin_tasa", (int64_t)c->without_rate);
  jw_key(w, "tasas");
  jw_array(w);
  for (size_t i = 0; i < c->n_uses; i++) write_use(w, s, &c->uses[i], true);
  jw_end(w);
  jw_key(w, "sin_tasa");
  jw_array(w);
  for (size_t i = 0; i < c->n_unrated; i++) write_use(w, s, &c->unrated[i], false);
  jw_end(w);
  jw_end(w);
}

/* ---- printed series ---- */

/* A value of a record as what it is: exact decimals and whole numbers as numbers, sin dato as null. */
static void write_field(struct jw *w, const struct record_field *f, struct str value) {
  jw_key(w, f->name);
  if (!value.n) jw_null(w);
  else if (f->type == RECORD_INT || f->type == RECORD_DECIMAL) jw_raw(w, value);
  else if (f->type == RECORD_YES) jw_bool(w, str_is(value, "1"));
  else jw_str(w, value);
}

static void write_record(struct jw *w, const struct snapshot *s, enum record_kind kind, uint32_t i,
                         const struct snap_record *r) {
  const struct record_info *info = record_info(kind);
  jw_kv_str(w, "codigo", r->code);
  for (uint32_t k = 0; k < info->n_fields; k++)
    if (info->fields[k].type != RECORD_PARENT) write_field(w, &info->fields[k], snapshot_record_value(s, i, k));
  jw_key(w, "fuente_del_dato");
  jw_object(w);
  jw_kv_str(w, "titulo", r->source_title);
  jw_kv_str(w, "localizador", r->source_locator);
  jw_end(w);
}

/* The field of a kind with this column in the table. */
static struct str field(const struct snapshot *s, enum record_kind kind, uint32_t i, const char *column) {
  const struct record_info *info = record_info(kind);
  for (uint32_t k = 0; k < info->n_fields; k++)
    if (strcmp(info->fields[k].column, column) == 0) return snapshot_record_value(s, i, k);
  return STR("");
}

static void write_values(struct jw *w, const struct snapshot *s, struct str series) {
  uint32_t begin, end;
  snapshot_records_of(s, RECORD_VALUE, &begin, &end);
  jw_key(w, "valores");
  jw_array(w);
  for (uint32_t i = begin; i < end; i++) {
    struct snap_record r;
    if (!str_eq(field(s, RECORD_VALUE, i, "series_id"), series) || !snapshot_record(s, i, &r)) continue;
    jw_object(w);
    write_record(w, s, RECORD_VALUE, i, &r);
    jw_end(w);
  }
  jw_end(w);
}

void totals_write_series(struct jw *w, const struct snapshot *s, const char *dimension) {
  uint32_t begin, end;
  snapshot_records_of(s, RECORD_SERIES, &begin, &end);
  for (uint32_t i = begin; i < end; i++) {
    struct snap_record r;
    if (!snapshot_record(s, i, &r)) continue;
    if (dimension && !str_is(field(s, RECORD_SERIES, i, "dimension"), dimension)) continue;
    jw_object(w);
    write_record(w, s, RECORD_SERIES, i, &r);
    write_values(w, s, r.code);
    jw_end(w);
  }
}

/* ---- in words ---- */

static bool is_form(const char *name) {
  static const char *const forms[] = {"por",   "filas", "columnas", "moneda", "convertir", "periodo",    "f",
                                      "excel", "lang",  "limit",    "capa",   "hxl",       "properties", NULL};
  for (size_t i = 0; forms[i]; i++)
    if (strcmp(forms[i], name) == 0) return true;
  return false;
}

const char *totals_population(const struct http_request *q, uint64_t projects) {
  struct buf b = {0};
  for (size_t i = 0; i < q->n_params; i++) {
    if (is_form(q->params[i].spec->name)) continue;
    buf_printf(&b, "%s%s=%.*s", b.len ? ", " : "", q->params[i].spec->name,
               (int)(q->params[i].text.n < 80 ? q->params[i].text.n : 80), q->params[i].text.p);
  }
  const char *what = projects == 1
                         ? answer_pick(q, "1 proyecto", "1 project")
                         : arena_printf(q->arena, answer_pick(q, "%llu proyectos distintos", "%llu distinct projects"),
                                        (unsigned long long)projects);
  const char *text =
      b.len ? arena_printf(q->arena, answer_pick(q, "%s: los que elige %.*s", "%s: those that %.*s selects"), what,
                           (int)b.len, b.data)
            : arena_printf(q->arena, answer_pick(q, "%s: todos los de la base", "%s: all there are"), what);
  buf_free(&b);
  return text;
}

const char *totals_people_note(const struct http_request *q) {
  return answer_pick(
      q,
      "Las personas no se suman, porque unas mismas pueden estar en varios proyectos: son al menos las del "
      "grupo mayor (personas_min) y a lo más las de todos juntos (personas_max; en un área, no más que su "
      "población). Los proyectos de personas_sin_dato no dicen cuántas: no están en ninguna de las dos.",
      "People are not added up, because the same ones may be in several projects: they are at least those "
      "of the largest group (personas_min), at most those of all together (personas_max; in an area no "
      "more than live there). The projects of personas_sin_dato do not say how many: they are in neither.");
}

static void add_reason(struct buf *b, const struct http_request *q, uint64_t n, const char *es, const char *en) {
  if (!n) return;
  buf_printf(b, "%s%llu ", b->len ? ", " : "", (unsigned long long)n);
  buf_add_z(b, answer_pick(q, es, en));
}

const char *totals_coverage(const struct http_request *q, const struct summary_money *m, bool converted) {
  struct buf b = {0};
  add_reason(&b, q, m->without_value, "sin valor conocido", "without a known value");
  add_reason(&b, q, m->no_disbursement, "que no implican erogación", "without any disbursement");
  add_reason(&b, q, m->other_currency, converted ? "sin tasa de cambio" : "en otra moneda",
             converted ? "without an exchange rate" : "in another currency");
  add_reason(&b, q, m->counted_elsewhere, "ya contados en otro registro", "counted in another record already");
  unsigned long long in = m->projects - summary_silent(m), all = m->projects;
  const char *text = b.len ? arena_printf(q->arena,
                                          answer_pick(q, "La suma cubre %llu de %llu proyectos; no cubre %.*s.",
                                                      "The sum covers %llu of %llu projects; it does not cover %.*s."),
                                          in, all, (int)b.len, b.data)
                           : arena_printf(q->arena,
                                          answer_pick(q, "La suma cubre %llu de %llu proyectos.",
                                                      "The sum covers %llu of %llu projects."),
                                          in, all);
  buf_free(&b);
  return text;
}

/* ---- CSV ---- */

void totals_csv_known(struct answer_csv *t, const struct summary_money *m, i128 minor) {
  answer_csv_figure(t, summary_has_value(m), minor);
}

static void note(struct answer_csv *t, const char *group, const char *text, size_t cells) {
  answer_csv_z(t, group);
  answer_csv_z(t, "");
  answer_csv_z(t, text);
  answer_csv_empty(t, cells - 3);
  answer_csv_end(t);
}

void totals_csv_notes(struct answer_csv *t, const struct http_request *q, const struct summary_money *total,
                      size_t cells, bool converted) {
  note(t, "poblacion", totals_population(q, total->projects), cells);
  note(t, "cobertura", totals_coverage(q, total, converted), cells);
}
