/* /flujos: how much goes from each source to each area of a layer. */
#include "totals.h"

enum { DEFAULT_LIMIT = 12 };

struct sheet {
  const struct http_request *q;
  const struct snapshot *s;
  struct str layer;
  size_t limit;
  struct flows f;
};

static bool known(const struct flow *f) { return f->projects > f->silent; }
static struct str name(const struct sheet *x, const struct flow_node *n) {
  return answer_en(x->q) ? n->label_en : n->label_es;
}

/* fuente, area; the words that /resumen has for what no row carries; the place states. */
static const char *group(const struct flow_node *n, const char *one) {
  switch (n->kind) {
  case FLOW_ONE: return one;
  case FLOW_OTHERS: return "otras";
  case FLOW_NO_DATA: return "sin_dato";
  case FLOW_NO_AREA: return "ninguna";
  case FLOW_UNALLOCATED: return "sin_asignar";
  case FLOW_DIFFERENCE: return "diferencia";
  default: return snap_place_code((enum snap_place)(n->kind - FLOW_NO_AREA));
  }
}

/* ---- JSON ---- */

static void write_flow(struct jw *w, const struct flow *f) {
  jw_kv_int(w, "proyectos", f->projects);
  answer_kv_figure(w, "valor", known(f), f->minor);
  jw_kv_int(w, "no_cubiertos", f->silent);
}

static void write_nodes(struct jw *w, const struct sheet *x, const char *key, const char *one,
                        const struct flow_node *nodes, size_t n) {
  jw_key(w, key);
  jw_array(w);
  for (size_t i = 0; i < n; i++) {
    const struct flow_node *node = &nodes[i];
    jw_object(w);
    jw_kv_z(w, "grupo", group(node, one));
    answer_kv_text(w, "codigo", node->code);
    jw_kv_str(w, "nombre", name(x, node));
    jw_kv_int(w, "miembros", node->members);
    if (nodes == x->f.areas) {
      struct snap_area area = {.rests_on_approximate = false};
      if (node->kind == FLOW_ONE) snapshot_area(x->s, node->row, &area);
      jw_kv_bool(w, "geometria_aproximada", area.rests_on_approximate);
    }
    write_flow(w, &node->total);
    jw_end(w);
  }
  jw_end(w);
}

static void write_flows(struct jw *w, const struct sheet *x) {
  jw_key(w, "flujos");
  jw_array(w);
  for (size_t i = 0; i < x->f.n_sources; i++)
    for (size_t k = 0; k < x->f.n_areas; k++) {
      const struct flow *f = &x->f.flow[i * x->f.n_areas + k];
      const struct flow_node *from = &x->f.sources[i], *to = &x->f.areas[k];
      if (!f->projects) continue;
      jw_object(w);
      jw_kv_int(w, "de", (int64_t)i);
      jw_kv_int(w, "a", (int64_t)k);
      jw_kv_z(w, "fuente_grupo", group(from, "fuente"));
      answer_kv_text(w, "fuente", from->code);
      jw_kv_z(w, "area_grupo", group(to, "area"));
      answer_kv_text(w, "area", to->code);
      write_flow(w, f);
      jw_end(w);
    }
  jw_end(w);
}

/* What the nodes of some kinds carry. */
static i128 carried(const struct flow_node *nodes, size_t n, enum flow_kind from, enum flow_kind to) {
  i128 sum = 0;
  for (size_t i = 0; i < n; i++)
    if (nodes[i].kind >= from && nodes[i].kind <= to) sum += nodes[i].total.minor;
  return sum;
}

struct kinds {
  const char *key;
  enum flow_kind from, to;
};

static void write_side(struct jw *w, const char *key, const struct flow_node *nodes, size_t n,
                       const struct kinds *kinds) {
  jw_key(w, key);
  jw_object(w);
  for (; kinds->key; kinds++) answer_kv_minor(w, kinds->key, carried(nodes, n, kinds->from, kinds->to));
  answer_kv_minor(w, "suma", carried(nodes, n, FLOW_ONE, FLOW_DIFFERENCE));
  jw_end(w);
}

/* Both ends of the flows, so that anyone can check the sums. */
static void write_sides(struct jw *w, const struct flows *f) {
  static const struct kinds sources[] = {{"de_fuentes", FLOW_ONE, FLOW_OTHERS},
                                         {"sin_dato", FLOW_NO_DATA, FLOW_NO_DATA},
                                         {"sin_asignar", FLOW_UNALLOCATED, FLOW_UNALLOCATED},
                                         {"diferencia", FLOW_DIFFERENCE, FLOW_DIFFERENCE},
                                         {NULL, FLOW_ONE, FLOW_ONE}},
                            areas[] = {{"en_areas", FLOW_ONE, FLOW_OTHERS},
                                       {"en_ninguna", FLOW_NO_AREA, FLOW_NO_AREA},
                                       {"sin_lugar", FLOW_NAMED, FLOW_UNKNOWN},
                                       {"sin_asignar", FLOW_UNALLOCATED, FLOW_UNALLOCATED},
                                       {NULL, FLOW_ONE, FLOW_ONE}};
  jw_key(w, "cierre");
  jw_object(w);
  write_side(w, "por_fuente", f->sources, f->n_sources, sources);
  write_side(w, "por_area", f->areas, f->n_areas, areas);
  answer_kv_minor(w, "total", f->total.full_minor);
  jw_end(w);
  jw_kv_bool(w, "cierra", f->closes);
}

static void write_notes(struct jw *w, const struct http_request *q) {
  jw_key(w, "notas");
  jw_array(w);
  jw_z(w,
       answer_pick(q,
                   "Lo que aporta cada fuente se lleva a los lugares de sus proyectos como se reparte entre ellos el "
                   "valor: nadie dice qué fuente paga qué lugar, y donde un proyecto tiene varias y varios, cada una "
                   "paga en cada uno la misma proporción.",
                   "What each source gives goes to the places of its projects as their value is shared out among them: "
                   "nobody says which source pays for which place, and where a project has several of both, each "
                   "pays for each in the same proportion."));
  jw_z(w, answer_pick(q,
                      "Los flujos se suman: todos dan el total de proyectos distintos; los de una fuente, su "
                      "valor_atribuido en /resumen?por=fuente; los de un área, el suyo en /resumen por la misma capa. "
                      "«proyectos» no se suma: uno cuenta en cada flujo que toca.",
                      "Flows may be summed: all give the total of distinct projects; those of a source its "
                      "valor_atribuido in /resumen?por=fuente; those of an area its own in /resumen by the same layer. "
                      "“proyectos” may not: one counts in every flow that it touches."));
  jw_z(w,
       answer_pick(q,
                   "«valor» null: hay proyectos y nadie dice cuánto. «no_cubiertos»: de los proyectos, los que no "
                   "ponen una suma conocida aquí.",
                   "“valor” null: there are projects, and nobody says how much. “no_cubiertos”: of the projects, those "
                   "that put no known amount here."));
  jw_z(w,
       answer_pick(q, "El filtro elige proyectos enteros: con fuente= se ven también las otras fuentes de los mismos.",
                   "The filter chooses whole projects: with fuente= their other sources are shown too."));
  jw_end(w);
}

static void write_json(const struct sheet *x, struct http_response *p) {
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_kv_str(&w, "capa", x->layer);
  jw_kv_str(&w, "capa_nombre", snapshot_label(x->s, "layer", x->layer, answer_lang(x->q)));
  jw_kv_str(&w, "moneda", x->f.currency);
  jw_kv_int(&w, "limite", (int64_t)x->limit);
  totals_write_coverage(&w, x->q, &x->f.total, false);
  totals_kv_money(&w, "todo", &x->f.total);
  write_nodes(&w, x, "fuentes", "fuente", x->f.sources, x->f.n_sources);
  write_nodes(&w, x, "areas", "area", x->f.areas, x->f.n_areas);
  write_flows(&w, x);
  write_sides(&w, &x->f);
  write_notes(&w, x->q);
  jw_end(&w);
}

/* ---- CSV ---- */

enum { CELLS = 10 };

static void csv_flow(struct answer_csv *t, const struct sheet *x, const struct flow_node *from,
                     const struct flow_node *to, const struct flow *f) {
  answer_csv_z(t, group(from, "fuente"));
  answer_csv_text(t, from->code);
  answer_csv_text(t, name(x, from));
  answer_csv_z(t, group(to, "area"));
  answer_csv_text(t, to->code);
  answer_csv_text(t, name(x, to));
  answer_csv_text(t, x->f.currency);
  answer_csv_int(t, f->projects);
  answer_csv_figure(t, known(f), f->minor);
  answer_csv_int(t, f->silent);
  answer_csv_end(t);
}

static void write_csv(const struct sheet *x, struct http_response *p) {
  static const char *const names[CELLS] = {"fuente_grupo", "fuente", "fuente_nombre", "area_grupo", "area",
                                           "area_nombre",  "moneda", "proyectos",     "valor",      "no_cubiertos"};
  struct answer_csv t = answer_csv_begin(x->q, p);
  const struct summary_money *total = &x->f.total;
  answer_csv_names(&t, names, CELLS);
  answer_csv_end(&t);
  for (size_t i = 0; i < x->f.n_sources; i++)
    for (size_t k = 0; k < x->f.n_areas; k++)
      if (x->f.flow[i * x->f.n_areas + k].projects)
        csv_flow(&t, x, &x->f.sources[i], &x->f.areas[k], &x->f.flow[i * x->f.n_areas + k]);
  totals_csv_notes(&t, x->q, total, CELLS, false);
  answer_csv_z(&t, "total");
  answer_csv_empty(&t, 1);
  answer_csv_z(&t, answer_pick(x->q, "Proyectos distintos", "Distinct projects"));
  answer_csv_empty(&t, 3);
  answer_csv_text(&t, x->f.currency);
  answer_csv_int(&t, (int64_t)total->projects);
  totals_csv_known(&t, total, total->full_minor);
  answer_csv_int(&t, (int64_t)summary_silent(total));
  answer_csv_end(&t);
}

/* ---- the question ---- */

bool handle_flows(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  struct filter_spec spec;
  struct filter *f;
  const struct http_param *limit = http_param(q, "limit");
  if (!filter_params_read(q->arena, q->params, q->n_params, &spec, e)) return false;
  if (spec.n_layer > 1)
    return err_set(e, ERR_INPUT, "%s",
                   answer_pick(q, "capa: solo una; los flujos van a las áreas de una sola capa",
                               "capa: one only; flows go to the areas of one layer"));
  struct sheet x = {.q = q,
                    .s = view,
                    .layer = spec.n_layer ? spec.layer[0] : STR("localidad"),
                    .limit = limit ? (size_t)limit->i : DEFAULT_LIMIT};
  spec.n_layer = 0; /* it chooses the ends, not the projects */
  if (!filter_compile(view, &spec, &f, e)) return false;
  bool ok = group_flows(f, q->arena, x.layer, spec.currency, x.limit, &x.f, e);
  if (ok && answer_wants(q, MEDIA_CSV)) write_csv(&x, p);
  else if (ok) write_json(&x, p);
  filter_free(f);
  return ok;
}
