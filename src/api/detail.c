/* The "detalle" member of one item: contributions, parties, places with shares, texts and sources of a project; what an area
 * holds and what holds it; the projects of an actor. */
#include "answer_table.h"
#include "handlers.h"

static void kv_actor(struct jw *w, const char *key, const struct snapshot *s, uint32_t actor) {
  jw_key(w, key);
  if (actor == SNAPSHOT_NONE) {
    jw_null(w);
    return;
  }
  struct snap_actor a;
  snapshot_actor(s, actor, &a);
  jw_object(w);
  jw_kv_str(w, "codigo", a.code);
  jw_kv_str(w, "nombre", a.name);
  jw_end(w);
}

static void area_reference(struct jw *w, const struct snapshot *s, uint32_t area) {
  struct snap_area a;
  snapshot_area(s, area, &a);
  jw_object(w);
  jw_kv_str(w, "codigo", a.code);
  jw_kv_str(w, "nombre", a.name);
  jw_kv_str(w, "capa", a.layer);
  jw_kv_bool(w, "geometria_aproximada", a.rests_on_approximate);
  jw_end(w);
}

static void project_reference(struct jw *w, const struct snapshot *s, uint32_t project) {
  struct snap_project p;
  snapshot_project(s, project, &p);
  jw_kv_str(w, "codigo", p.code);
  jw_kv_str(w, "titulo", p.title);
}

static void write_rate(struct jw *w, const struct snap_contribution *c) {
  jw_key(w, "tasa");
  if (!c->rate.n) {
    jw_null(w);
    return;
  }
  jw_object(w);
  jw_key(w, "valor");
  jw_raw(w, c->rate); /* the store's exact decimal is a JSON number */
  answer_kv_text(w, "texto", c->rate_raw);
  answer_kv_text(w, "de", c->rate_from);
  answer_kv_text(w, "a", c->rate_to);
  answer_kv_text(w, "fecha", c->rate_date);
  answer_kv_text(w, "clase", c->rate_kind);
  jw_end(w);
}

static void write_contribution(struct jw *w, const struct snapshot *s, const struct snap_contribution *c) {
  jw_object(w);
  kv_actor(w, "aporta", s, c->provider);
  kv_actor(w, "recibe", s, c->receiver);
  jw_key(w, "valor");
  jw_minor(w, c->amount_minor);
  answer_kv_text(w, "moneda", c->currency);
  answer_kv_text(w, "valor_texto", c->amount_raw);
  answer_kv_text(w, "forma", c->form);
  jw_kv_bool(w, "contrapartida", c->is_counterpart);
  answer_kv_text(w, "texto", c->label_raw);
  answer_kv_text(w, "fecha", c->value_date);
  write_rate(w, c);
  answer_kv_text(w, "fuente", c->source_title);
  answer_kv_text(w, "localizador", c->source_locator);
  jw_end(w);
}

static void kv_degrees(struct jw *w, const char *key, double v) {
  jw_key(w, key);
  jw_double(w, v, 7);
}

static void write_location(struct jw *w, const struct snapshot *s, const struct snap_location *at) {
  jw_object(w);
  answer_kv_text(w, "alcance", at->scope);
  jw_key(w, "area");
  if (at->area == SNAPSHOT_NONE) jw_null(w);
  else area_reference(w, s, at->area);
  answer_kv_text(w, "nombre_texto", at->name_raw);
  answer_kv_text(w, "metodo", at->method);
  answer_kv_text(w, "exactitud", at->exactness);
  answer_kv_text(w, "reparto", at->share_basis);
  jw_key(w, "participacion");
  if (at->share_ppm < 0) jw_null(w);
  else jw_double(w, at->share_ppm / 1e6, 6);
  answer_kv_figure(w, "valor_atribuido", at->attributed, at->attributed_minor);
  kv_degrees(w, "lon", at->lon);
  kv_degrees(w, "lat", at->lat);
  jw_kv_bool(w, "contorno", at->has_outline);
  jw_end(w);
}

static void write_texts(struct jw *w, const struct snapshot *s, uint32_t i) {
  struct snap_narrative text;
  jw_key(w, "textos");
  jw_array(w);
  for (uint32_t k = 0; snapshot_narrative(s, i, k, &text); k++) {
    jw_object(w);
    answer_kv_text(w, "clase", text.type);
    answer_kv_text(w, "idioma", text.lang);
    answer_kv_text(w, "texto", text.text);
    jw_end(w);
  }
  jw_end(w);
}

static void write_parties(struct jw *w, const struct snapshot *s, uint32_t i) {
  struct snap_party party;
  jw_key(w, "partes");
  jw_array(w);
  for (uint32_t k = 0; snapshot_party(s, i, k, &party); k++) {
    jw_object(w);
    kv_actor(w, "actor", s, party.actor);
    answer_kv_text(w, "papel", party.role);
    answer_kv_text(w, "papel_texto", party.role_text);
    jw_end(w);
  }
  jw_end(w);
}

static void write_related(struct jw *w, const struct snapshot *s, uint32_t i) {
  struct snap_related related;
  jw_key(w, "relacionados");
  jw_array(w);
  for (uint32_t k = 0; snapshot_related(s, i, k, &related); k++) {
    jw_object(w);
    project_reference(w, s, related.project);
    answer_kv_text(w, "relacion", related.type);
    jw_end(w);
  }
  jw_end(w);
}

static void write_project(struct jw *w, const struct property_row *row) {
  const struct snapshot *s = row->s;
  const struct snap_project *p = &row->project;
  answer_kv_text(w, "identificador_iati", p->iati_identifier);
  answer_kv_text(w, "fecha_monetizacion", p->date_monetised);
  answer_kv_text(w, "unidad_personas", p->people_unit);
  jw_kv_bool(w, "personas_aproximado", p->people_approx);
  write_texts(w, s, row->index);
  write_parties(w, s, row->index);
  jw_key(w, "aportes");
  jw_array(w);
  struct snap_contribution c;
  for (uint32_t k = 0; snapshot_contribution(s, row->index, k, &c); k++) write_contribution(w, s, &c);
  jw_end(w);
  jw_key(w, "lugares");
  jw_array(w);
  struct snap_location at;
  for (uint32_t k = 0; snapshot_location(s, row->index, k, &at); k++) write_location(w, s, &at);
  jw_end(w);
  write_related(w, s, row->index);
  jw_key(w, "afirmacion");
  jw_object(w);
  answer_kv_text(w, "documento", p->source_title);
  answer_kv_text(w, "localizador", p->source_locator);
  answer_kv_text(w, "licencia", p->source_licence);
  answer_kv_text(w, "texto", p->source_raw);
  jw_end(w);
}

static void write_areas(struct jw *w, const char *key, const struct snapshot *s, const uint32_t *list, uint32_t n) {
  jw_key(w, key);
  jw_array(w);
  for (uint32_t k = 0; k < n; k++) area_reference(w, s, list[k]);
  jw_end(w);
}

static void write_area(struct jw *w, const struct property_row *row) {
  uint32_t n;
  const uint32_t *list = snapshot_area_containing(row->s, row->index, &n);
  write_areas(w, "contenida_en", row->s, list, n);
  list = snapshot_area_inside(row->s, row->index, &n);
  write_areas(w, "contiene", row->s, list, n);
  list = snapshot_area_members(row->s, row->index, &n);
  write_areas(w, "miembros", row->s, list, n);
  answer_kv_text(w, "codigo_externo", row->area.external_code);
  jw_key(w, "valor_directo");
  jw_minor(w, row->figures->areas[row->index].direct_minor);
}

static void write_actor(struct jw *w, const struct property_row *row) {
  answer_kv_text(w, "referencia", row->actor.ref);
  answer_kv_text(w, "nota", row->actor.note);
}

void detail_write(struct jw *w, const struct property_row *row, void *user) {
  (void)user;
  jw_key(w, "detalle");
  jw_object(w);
  if (row->collection == COLLECTION_AREAS) write_area(w, row);
  else if (row->collection == COLLECTION_ACTORS) write_actor(w, row);
  else write_project(w, row);
  jw_end(w);
}
