/* /actor/{codigo}: who it is and the projects that name it. */
#include "page_parts.h"

enum { MOST_ROWS = 1000 };

static bool names_actor(const struct snapshot *s, uint32_t project, uint32_t actor) {
  struct snap_party party;
  for (uint32_t k = 0; snapshot_party(s, project, k, &party); k++)
    if (party.actor == actor) return true;
  struct snap_contribution c;
  for (uint32_t k = 0; snapshot_contribution(s, project, k, &c); k++)
    if (c.provider == actor || c.receiver == actor) return true;
  return false;
}

static void write_facts(struct html *h, const struct snapshot *s, const struct snap_actor *a) {
  struct buf alias = {0};
  struct str name;
  for (uint32_t k = 0; (name = snapshot_actor_alias(s, a->index, k)).p; k++) {
    if (k) buf_add_z(&alias, "; ");
    buf_add_str(&alias, name);
  }
  html_open(h, "dl", NULL);
  page_fact(h, "Tipo", "Type", a->type.n ? snapshot_label(s, "organisation_type", a->type, h->lang) : a->type);
  page_fact(h, "País", "Country", a->country);
  page_fact(h, "Otros nombres", "Other names", buf_str(&alias));
  if (a->ref.n) page_fact(h, "Identificador IATI", "IATI identifier", a->ref);
  if (a->note.n) page_fact(h, "Nota", "Note", a->note);
  page_fact(h, "Código", "Code", a->code);
  page_fact(h, "Fuente", "Source", a->source_title);
  html_close(h, "dl");
  buf_free(&alias);
}

bool page_actor(struct snapshot *s, uint32_t i, const struct http_request *q, struct http_response *p, struct err *e) {
  struct snap_actor a;
  snapshot_actor(s, i, &a);
  const struct figures *figures;
  if (!figures_hold(s, &figures, e)) return false;
  uint32_t total = figures->actor_projects[i], shown = 0;
  figures_release(figures);
  struct html h;
  page_begin(&h, q, p, a.name, arena_printf(q->arena, "/actor/%s", answer_encode(q, a.code)));
  write_facts(&h, s, &a);
  html_element_say(&h, "h2", "Proyectos que lo nombran", "Projects that name it");
  if (!total) html_element_say(&h, "p", "Ninguno.", "None.");
  if (total) page_projects_begin(&h, "Proyectos que lo nombran", "Projects that name it");
  for (uint32_t k = 0; shown < total && shown < MOST_ROWS && k < snapshot_projects(s); k++) {
    if (!names_actor(s, k, i)) continue;
    page_projects_row(&h, q, s, k);
    shown++;
  }
  if (total) page_projects_end(&h);
  if (shown < total) {
    html_open(&h, "p", NULL);
    html_say(&h, "Se muestran ", "Shown: ");
    html_count(&h, shown);
    html_say(&h, " de ", " of ");
    page_count_projects(&h, total);
    html_close(&h, "p");
  }
  html_end_page(&h);
  return true;
}

bool handle_actor_page(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  uint32_t i;
  return answer_item(q, view, COLLECTION_ACTORS, q->segment[0], &i, e) && page_actor(view, i, q, p, e);
}
