/* /proyecto/{codigo}: everything the sources say of a project, each figure with where it stands. */
#include "page_parts.h"
#include "page_project.h"

static void write_value(struct html *h, const struct snap_project *p) {
  page_fact_begin(h, "Valor", "Value");
  page_value(h, p);
  if (p->value_raw.n) {
    html_say(h, " — en la fuente: «", " — in the source: “");
    html_text(h, p->value_raw);
    html_say(h, "»", "”");
  }
  html_z(h, " ");
  html_link(h, "#fuente", str_from(html_pick(h, "fuente", "source")));
  page_fact_end(h);
}

static void write_people(struct html *h, const struct snap_project *p) {
  page_fact_begin(h, "Personas", "People");
  if (p->people >= 0) {
    if (p->people_approx) html_say(h, "unas ", "about ");
    html_count(h, p->people);
    if (p->people_unit.n) html_z(h, " ");
    html_text(h, p->people_unit);
  } else if (!p->people_raw.n) {
    page_no_data(h);
  }
  if (p->people_raw.n) {
    html_say(h, p->people >= 0 ? " — en la fuente: «" : "«", p->people >= 0 ? " — in the source: “" : "“");
    html_text(h, p->people_raw);
    html_say(h, "»", "”");
  }
  page_fact_end(h);
}

static void write_label(struct html *h, const struct snapshot *s, const char *es, const char *en, const char *list,
                        struct str code) {
  page_fact(h, es, en, code.n ? snapshot_label(s, list, code, h->lang) : code);
}

static void write_facts(struct html *h, const struct http_request *q, const struct snapshot *s,
                        const struct snap_project *p) {
  html_open(h, "dl", NULL);
  write_value(h, p);
  page_project_totals(h, s, p->index);
  page_project_conversion(h, s, p);
  write_people(h, p);
  write_label(h, s, "Clase", "Kind", "activity_kind", p->kind);
  write_label(h, s, "Estado", "Status", "activity_status", p->status);
  write_label(h, s, "Tipo de cooperación", "Type of cooperation", "cooperation_type", p->cooperation_type);
  write_label(h, s, "Modalidad", "Modality", "modality", p->modality);
  write_label(h, s, "Tema", "Theme", "theme", p->theme);
  page_fact(h, "Firma", "Signed", p->date_signed);
  page_fact(h, "Inicio", "Start", p->date_start);
  page_fact(h, "Fin", "End", p->date_end);
  if (p->date_monetised.n) page_fact(h, "Monetización", "Converted", p->date_monetised);
  page_fact(h, "Vigencia, como está escrita", "Validity, as printed", p->vigencia_raw);
  if (p->parent != SNAPSHOT_NONE) {
    page_fact_begin(h, "Hace parte de", "Part of");
    page_project_link(h, q, s, p->parent);
    page_fact_end(h);
  }
  html_close(h, "dl");
}

static void write_texts(struct html *h, const struct snapshot *s, uint32_t i) {
  struct snap_narrative text;
  for (uint32_t k = 0; snapshot_narrative(s, i, k, &text); k++) {
    html_element(h, "h2", NULL, snapshot_label(s, "narrative", text.type, h->lang));
    html_open(h, "p", NULL);
    html_text(h, text.text);
    html_close(h, "p");
  }
}

static void write_rate(struct html *h, const struct snap_contribution *c) {
  if (!c->rate.n) {
    page_no_data(h);
    return;
  }
  html_text(h, c->rate_raw.n ? c->rate_raw : c->rate);
  html_z(h, " ");
  html_text(h, c->rate_to);
  html_z(h, "/");
  html_text(h, c->rate_from);
  if (c->rate_date.n) html_z(h, ", ");
  html_text(h, c->rate_date);
}

static void write_contribution(struct html *h, const struct http_request *q, const struct snapshot *s,
                               const struct snap_contribution *c) {
  html_open(h, "tr", NULL);
  html_open(h, "th", "scope", "row", NULL);
  page_actor_link(h, q, s, c->provider);
  if (c->is_counterpart) html_say(h, " (contrapartida)", " (counterpart)");
  html_close(h, "th");
  html_open(h, "td", "class", "dinero", NULL);
  html_money(h, c->amount_minor, c->currency);
  html_close(h, "td");
  html_element(h, "td", NULL, c->amount_raw);
  html_element(h, "td", NULL, snapshot_label(s, "form", c->form, h->lang));
  html_open(h, "td", NULL);
  write_rate(h, c);
  html_close(h, "td");
  html_element(h, "td", NULL, c->label_raw);
  html_open(h, "td", "class", "tenue", NULL);
  page_source(h, c->source_title, c->source_locator);
  html_close(h, "td");
  html_close(h, "tr");
}

static void write_contributions(struct html *h, const struct http_request *q, const struct snapshot *s, uint32_t i) {
  struct snap_contribution c;
  if (!snapshot_contribution(s, i, 0, &c)) return;
  html_element_say(h, "h2", "Aportes", "Contributions");
  html_open(h, "table", NULL);
  page_head(h, "Aporta", "From", "Valor", "Value", "En la fuente", "In the source", "Forma", "Form", "Tasa de cambio",
            "Exchange rate", "Texto", "Wording", "Fuente", "Source", NULL);
  html_open(h, "tbody", NULL);
  for (uint32_t k = 0; snapshot_contribution(s, i, k, &c); k++) write_contribution(h, q, s, &c);
  html_close(h, "tbody");
  html_close(h, "table");
}

static void write_parties(struct html *h, const struct http_request *q, const struct snapshot *s, uint32_t i) {
  struct snap_party party;
  if (!snapshot_party(s, i, 0, &party)) return;
  html_element_say(h, "h2", "Partes", "Parties");
  html_open(h, "ul", NULL);
  for (uint32_t k = 0; snapshot_party(s, i, k, &party); k++) {
    html_open(h, "li", NULL);
    page_actor_link(h, q, s, party.actor);
    html_z(h, " — ");
    if (party.role.n) html_text(h, snapshot_label(s, "organisation_role", party.role, h->lang));
    else html_say(h, "papel sin dato", "no data on its role");
    if (party.role_text.n) {
      html_z(h, " (");
      html_text(h, party.role_text);
      html_z(h, ")");
    }
    html_close(h, "li");
  }
  html_close(h, "ul");
}

static void write_share(struct html *h, const struct snapshot *s, const struct snap_project *p,
                        const struct snap_location *at) {
  if (at->share_ppm >= 0) {
    html_real(h, at->share_ppm / 1e4, at->share_ppm % 10000 ? 2 : 0);
    html_z(h, " %, ");
  }
  html_text(h, snapshot_label(s, "share_basis", at->share_basis, h->lang));
  if (!p->has_value) return;
  html_z(h, ": ");
  if (at->attributed) html_money(h, at->attributed_minor, p->currency);
  else html_say(h, "sin asignar", "not allocated");
}

static void write_place(struct html *h, const struct http_request *q, const struct snapshot *s,
                        const struct snap_project *p, const struct snap_location *at) {
  html_open(h, "tr", NULL);
  html_open(h, "th", "scope", "row", NULL);
  if (at->area != SNAPSHOT_NONE) {
    struct snap_area area;
    snapshot_area(s, at->area, &area);
    page_area_link(h, q, s, at->area);
    if (area.rests_on_approximate) html_say(h, " (extensión aproximada)", " (approximate extent)");
  } else {
    html_text(h, snapshot_label(s, "scope", at->scope, h->lang));
  }
  html_close(h, "th");
  html_element(h, "td", NULL, at->name_raw);
  html_element(h, "td", NULL, at->method.n ? snapshot_label(s, "location_method", at->method, h->lang) : at->method);
  html_open(h, "td", NULL);
  write_share(h, s, p, at);
  html_close(h, "td");
  html_close(h, "tr");
}

static void write_places(struct html *h, const struct http_request *q, const struct snapshot *s,
                         const struct snap_project *p) {
  struct snap_location at;
  html_element_say(h, "h2", "Lugar", "Place");
  html_open(h, "p", NULL);
  html_text(h, snapshot_label(s, "place_state", str_from(snap_place_code(p->place)), h->lang));
  if (p->spot != SNAP_SPOT_NONE) {
    html_say(h, ". Punto del mapa: ", ". Point on the map: ");
    html_text(h, snapshot_label(s, "spot", str_from(snap_spot_code(p->spot)), h->lang));
  }
  html_close(h, "p");
  if (p->place_note.n) html_element(h, "p", "tenue", p->place_note);
  page_map_project(h, q, s, p);
  if (!snapshot_location(s, p->index, 0, &at)) return;
  html_open(h, "table", NULL);
  page_head(h, "Lugar", "Place", "Como está escrito", "As printed", "Cómo se ató", "How it was tied", "Parte del valor",
            "Part of the value", NULL);
  html_open(h, "tbody", NULL);
  for (uint32_t k = 0; snapshot_location(s, p->index, k, &at); k++) write_place(h, q, s, p, &at);
  html_close(h, "tbody");
  html_close(h, "table");
}

static void write_related(struct html *h, const struct http_request *q, const struct snapshot *s, uint32_t i) {
  struct snap_related related;
  if (!snapshot_related(s, i, 0, &related)) return;
  html_element_say(h, "h2", "Proyectos relacionados", "Related projects");
  html_open(h, "ul", NULL);
  for (uint32_t k = 0; snapshot_related(s, i, k, &related); k++) {
    html_open(h, "li", NULL);
    page_project_link(h, q, s, related.project);
    html_z(h, " — ");
    html_text(h, snapshot_label(s, "related_type", related.type, h->lang));
    html_close(h, "li");
  }
  html_close(h, "ul");
}

/* Its title and value; what kind it is and how its text begins. */
static struct html_share card(const struct http_request *q, const struct snapshot *s, const struct snap_project *p,
                              const char *path) {
  struct snap_narrative text = {.text = STR("")};
  snapshot_narrative(s, p->index, 0, &text);
  struct buf title = {0};
  buf_add_z(&title, page_cut(q, p->title, 160));
  if (p->has_value) {
    struct html h;
    html_init(&h, &title, answer_lang(q));
    buf_add_z(&title, ": ");
    html_money(&h, p->value_minor, p->currency);
  }
  struct str kind = snapshot_label(s, "activity_kind", p->kind, answer_lang(q));
  struct html_share share = page_share(
      q, arena_strndup(q->arena, title.data, title.len),
      arena_printf(q->arena,
                   answer_pick(q, "%.*s %.*s de cooperación en Cartagena de Indias, con la fuente de cada cifra. %s",
                               "%.*s %.*s of cooperation in Cartagena de Indias, with the source of each figure. %s"),
                   STR_ARG(kind), STR_ARG(p->code), page_cut(q, text.text, 160)),
      path);
  buf_free(&title);
  return share;
}

bool page_project(struct snapshot *s, uint32_t i, const struct http_request *q, struct http_response *p) {
  struct snap_project project;
  snapshot_project(s, i, &project);
  struct html h;
  const char *path = arena_printf(q->arena, "/proyecto/%s", answer_encode(q, project.code));
  struct html_share share = card(q, s, &project, path);
  page_begin_shared(&h, q, p, project.title, &share);
  page_sheet_link(&h, q, path);
  write_facts(&h, q, s, &project);
  write_texts(&h, s, i);
  write_contributions(&h, q, s, i);
  page_project_groups(&h, q, s, i);
  write_parties(&h, q, s, i);
  write_places(&h, q, s, &project);
  page_project_results(&h, s, i);
  page_project_links(&h, q, s, i);
  write_related(&h, q, s, i);
  page_project_findings(&h, q, s, i);
  page_project_source(&h, q, s, &project);
  html_end_page(&h);
  return true;
}

bool handle_project_page(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  uint32_t i;
  if (!snapshot_find_project(view, q->segment[0], &i))
    return err_set(e, ERR_NOT_FOUND, answer_pick(q, "no hay un proyecto «%.*s»", "there is no project \"%.*s\""),
                   STR_ARG(q->segment[0]));
  return page_project(view, i, q, p);
}
