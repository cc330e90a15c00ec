/* /duplicidades: projects that overlap in area, theme and time, and records that may be one, with what people decided. /series:
 * the printed statistics. */
#include "totals.h"

enum { DEFAULT_PAIRS = 100 };

struct report {
  const struct http_request *q;
  const struct snapshot *s;
  const struct filter *f;
  struct overlaps pairs;
};

/* ---- pairs ---- */

static void add_reason(struct buf *b, bool holds, const char *text) {
  if (!holds) return;
  if (b->len) buf_add_z(b, ", ");
  buf_add_z(b, text);
}

static struct str reasons(const struct report *r, const struct overlap *o) {
  const struct http_request *q = r->q;
  struct buf b = {0};
  add_reason(&b, o->same_area, answer_pick(q, "misma área", "same area"));
  add_reason(&b, !o->same_area,
             answer_pick(q, "uno está en un área que contiene la del otro", "one is in an area around the other's"));
  add_reason(&b, o->theme_count == 1, answer_pick(q, "mismo tema", "same theme"));
  add_reason(&b, o->theme_count > 1, answer_pick(q, "varios temas en común", "several themes in common"));
  add_reason(&b, o->same_time, answer_pick(q, "al mismo tiempo", "at the same time"));
  add_reason(&b, o->time_unknown, answer_pick(q, "fechas sin dato", "dates not known"));
  add_reason(&b, o->same_source, answer_pick(q, "misma fuente", "same source"));
  add_reason(&b, o->same_executor, answer_pick(q, "mismo ejecutor", "same implementer"));
  struct str text = arena_str(q->arena, (struct str){b.data, b.len});
  buf_free(&b);
  return text;
}

static void write_project(struct jw *w, const struct snapshot *s, const char *key, uint32_t i) {
  struct snap_project p;
  snapshot_project(s, i, &p);
  if (key) jw_key(w, key);
  jw_object(w);
  jw_kv_str(w, "codigo", p.code);
  jw_kv_str(w, "titulo", p.title);
  jw_end(w);
}

static void write_pair(struct jw *w, const struct report *r, const struct overlap *o) {
  struct snap_area area;
  snapshot_area(r->s, o->area, &area);
  jw_object(w);
  write_project(w, r->s, "a", o->a);
  write_project(w, r->s, "b", o->b);
  jw_key(w, "area");
  jw_object(w);
  jw_kv_str(w, "codigo", area.code);
  jw_kv_str(w, "nombre", area.name);
  jw_kv_str(w, "capa", area.layer);
  jw_end(w);
  jw_key(w, "tema");
  jw_object(w);
  jw_kv_str(w, "codigo", o->theme);
  jw_kv_str(w, "nombre", snapshot_label(r->s, "theme", o->theme, answer_lang(r->q)));
  jw_end(w);
  jw_kv_int(w, "temas_en_comun", o->theme_count);
  jw_kv_bool(w, "misma_area", o->same_area);
  jw_key(w, "mismo_tiempo");
  if (o->time_unknown) jw_null(w);
  else jw_bool(w, o->same_time);
  jw_kv_bool(w, "misma_fuente", o->same_source);
  jw_kv_bool(w, "mismo_ejecutor", o->same_executor);
  jw_kv_int(w, "puntaje", o->score);
  jw_kv_str(w, "razones", reasons(r, o));
  jw_end(w);
}

/* ---- candidates of the ledger ---- */

/* The next finding about duplicate projects, of which the filter has one; false past the last. */
static bool next_candidate(const struct report *r, uint32_t *i, struct snap_finding *out) {
  for (; *i < snapshot_findings(r->s); (*i)++) {
    struct snap_finding_subject x;
    if (!snapshot_finding(r->s, *i, out) || !str_is(out->kind, "duplicado")) continue;
    for (uint32_t k = 0; snapshot_finding_subject(r->s, *i, k, &x); k++)
      if (str_is(x.type, "proyecto") && x.row != SNAPSHOT_NONE && filter_has_project(r->f, x.row)) return true;
  }
  return false;
}

static void write_decision(struct jw *w, const struct snap_finding *x) {
  jw_key(w, "decision");
  if (!x->verdict.n) {
    jw_null(w);
    return;
  }
  jw_object(w);
  jw_kv_str(w, "veredicto", x->verdict);
  jw_kv_str(w, "nota", x->note);
  jw_kv_str(w, "por", x->by);
  jw_kv_str(w, "fecha", x->at);
  jw_end(w);
}

static void write_candidate(struct jw *w, const struct report *r, uint32_t i, const struct snap_finding *x) {
  struct snap_finding_subject subject;
  jw_object(w);
  jw_kv_str(w, "clave", x->key);
  jw_kv_str(w, "regla", x->rule);
  jw_kv_int(w, "puntaje", x->score);
  jw_kv_str(w, "texto", answer_en(r->q) ? x->en : x->es);
  jw_key(w, "proyectos");
  jw_array(w);
  for (uint32_t k = 0; snapshot_finding_subject(r->s, i, k, &subject); k++)
    if (str_is(subject.type, "proyecto") && subject.row != SNAPSHOT_NONE) write_project(w, r->s, NULL, subject.row);
  jw_end(w);
  write_decision(w, x);
  jw_end(w);
}

/* ---- the answer ---- */

static void write_notes(struct jw *w, const struct http_request *q, bool complete) {
  jw_key(w, "notas");
  jw_array(w);
  if (!complete)
    jw_z(w,
         answer_pick(q,
                     "Hay más pares de los que se comparan de una vez: «total» es lo que se halló. Filtre por área o "
                     "tema para verlos todos.",
                     "There are more pairs than are compared at once: “total” is what was found. Filter by area or "
                     "theme to see them all."));
  jw_z(w,
       answer_pick(q,
                   "Un par se traslapa si comparte un área (la misma, o la del uno contiene la del otro) y un tema, y "
                   "sus fechas no lo desmienten: puede ser un esfuerzo doble, o uno que convenga coordinar.",
                   "A pair overlaps if it shares an area (the same, or one's holds the other's) and a theme, and its "
                   "dates do not deny it: it may be a double effort, or one to coordinate."));
  jw_z(w,
       answer_pick(q, "«duplicados» son registros que pueden ser el mismo proyecto, con lo que se decidió de cada par.",
                   "“duplicados” are records that may be one project, with what was decided about each pair."));
  jw_z(w, answer_pick(q, "No se compara lo que no tiene tema o no está atado a un área.",
                      "What has no theme or is tied to no area is not compared."));
  jw_end(w);
}

static void write_json(const struct report *r, struct http_response *p) {
  struct jw w;
  struct snap_finding x;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_kv_z(&w, "poblacion", totals_population(r->q, filter_count_projects(r->f, false, false)));
  jw_kv_int(&w, "total", (int64_t)r->pairs.all);
  jw_kv_int(&w, "devueltos", r->pairs.n);
  jw_kv_bool(&w, "completo", r->pairs.complete);
  jw_key(&w, "pares");
  jw_array(&w);
  for (uint32_t i = 0; i < r->pairs.n; i++) write_pair(&w, r, &r->pairs.pair[i]);
  jw_end(&w);
  jw_key(&w, "duplicados");
  jw_array(&w);
  for (uint32_t i = 0; next_candidate(r, &i, &x); i++) write_candidate(&w, r, i, &x);
  jw_end(&w);
  write_notes(&w, r->q, r->pairs.complete);
  jw_end(&w);
}

static void csv_project(struct answer_csv *t, const struct snapshot *s, uint32_t i) {
  struct snap_project p;
  snapshot_project(s, i, &p);
  answer_csv_text(t, p.code);
  answer_csv_text(t, p.title);
}

static void csv_pair(struct answer_csv *t, const struct report *r, const struct overlap *o) {
  struct snap_area area;
  snapshot_area(r->s, o->area, &area);
  answer_csv_z(t, "traslape");
  csv_project(t, r->s, o->a);
  csv_project(t, r->s, o->b);
  answer_csv_text(t, area.code);
  answer_csv_text(t, area.name);
  answer_csv_text(t, t->style.excel ? snapshot_label(r->s, "theme", o->theme, answer_lang(r->q)) : o->theme);
  answer_csv_int(t, o->score);
  answer_csv_text(t, reasons(r, o));
  answer_csv_empty(t, 2);
  answer_csv_end(t);
}

static void csv_candidate(struct answer_csv *t, const struct report *r, uint32_t i, const struct snap_finding *x) {
  struct snap_finding_subject subject;
  size_t projects = 0;
  answer_csv_z(t, "duplicado");
  for (uint32_t k = 0; projects < 2 && snapshot_finding_subject(r->s, i, k, &subject); k++) {
    if (!str_is(subject.type, "proyecto") || subject.row == SNAPSHOT_NONE) continue;
    csv_project(t, r->s, subject.row);
    projects++;
  }
  answer_csv_empty(t, 2 * (2 - projects) + 3);
  answer_csv_int(t, x->score);
  answer_csv_text(t, answer_en(r->q) ? x->en : x->es);
  answer_csv_text(t, x->verdict);
  answer_csv_text(t, x->note);
  answer_csv_end(t);
}

static void write_csv(const struct report *r, struct http_response *p) {
  static const char *const names[] = {"tipo",        "a",    "a_titulo", "b",       "b_titulo", "area",
                                      "area_nombre", "tema", "puntaje",  "razones", "decision", "nota"};
  struct answer_csv t = answer_csv_begin(r->q, p);
  struct snap_finding x;
  answer_csv_names(&t, names, sizeof names / sizeof *names);
  answer_csv_end(&t);
  for (uint32_t i = 0; i < r->pairs.n; i++) csv_pair(&t, r, &r->pairs.pair[i]);
  for (uint32_t i = 0; next_candidate(r, &i, &x); i++) csv_candidate(&t, r, i, &x);
}

bool handle_overlaps(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  struct question o;
  const struct http_param *limit = http_param(q, "limit");
  if (!answer_question(view, QUERY_PROJECTS, q, &o, e)) return false;
  struct report r = {.q = q, .s = o.s, .f = o.f};
  bool ok = group_overlaps(o.f, q->arena, limit ? (uint32_t)limit->i : DEFAULT_PAIRS, &r.pairs, e);
  if (ok && answer_wants(q, MEDIA_CSV)) write_csv(&r, p);
  else if (ok) write_json(&r, p);
  answer_release(&o);
  return ok;
}

bool handle_series(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  (void)e;
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_key(&w, "series");
  jw_array(&w);
  totals_write_series(&w, view, NULL);
  jw_end(&w);
  jw_key(&w, "notas");
  jw_array(&w);
  jw_z(&w, answer_pick(q, "Las cifras como las imprime su fuente; null es sin dato: no se inventa ninguna.",
                       "The figures as their source prints them; null is no data: none is made up."));
  jw_end(&w);
  jw_end(&w);
  return true;
}
