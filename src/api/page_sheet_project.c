/* /proyecto/{codigo}/hoja: a project on one sheet: what it is, where, who pays and who does it, in its own words. */
#include "page_project.h"
#include "page_sheet.h"

enum { MAP_HEIGHT = 92, MOST_AREAS = 6, MOST_TEXT = 1600, LEAST_TEXT = 200 };
static const double NAME_MM = 54, AMOUNT_MM = 45, FORM_MM = 24,
                    PLACE_MM = 54; /* of the columns, as in the style sheet */

static const char *label(const struct sheet *t, const char *list, struct str code) {
  struct str text = code.n ? snapshot_label(t->s, list, code, t->h.lang) : code;
  return arena_strndup(t->q->arena, text.p ? text.p : "", text.n);
}

static const char *text_of(const struct sheet *t, struct str s) {
  return arena_strndup(t->q->arena, s.p ? s.p : "", s.n);
}

static const char *areas_words(const struct http_request *q, const struct snapshot *s, const struct snap_project *p) {
  struct snap_location at;
  struct buf b = {0};
  unsigned n = 0;
  for (uint32_t k = 0; snapshot_location(s, p->index, k, &at); k++) {
    if (at.area == SNAPSHOT_NONE) continue;
    if (n < MOST_AREAS) buf_printf(&b, "%s%.*s", n ? "; " : "", STR_ARG(snapshot_area_name(s, at.area)));
    n++;
  }
  if (n > MOST_AREAS) buf_printf(&b, answer_pick(q, "; y %u más", "; and %u more"), n - MOST_AREAS);
  if (!n) buf_add_str(&b, snapshot_label(s, "place_state", str_from(snap_place_code(p->place)), answer_lang(q)));
  const char *text = arena_strndup(q->arena, b.data ? b.data : "", b.len);
  buf_free(&b);
  return text;
}

static const char *value_words(const struct http_request *q, const struct snap_project *p) {
  if (!p->has_value) return p->no_disbursement ? answer_pick(q, "no implica erogación", "no disbursement") : "";
  const char *money = sheet_money(q, p->value_minor, p->currency);
  if (!p->value_is_sum) return money;
  return arena_printf(q->arena, answer_pick(q, "%s (suma de los aportes)", "%s (sum of contributions)"), money);
}

static const char *people_words(const struct http_request *q, const struct snap_project *p) {
  if (p->people < 0) return "";
  return arena_printf(q->arena, "%s%s %.*s", p->people_approx ? answer_pick(q, "unas ", "about ") : "",
                      page_number(q, p->people), STR_ARG(p->people_unit));
}

static const char *time_words(const struct http_request *q, const struct snap_project *p) {
  if (!p->date_start.n && !p->date_end.n) return "";
  const char *unknown = answer_pick(q, "sin dato", "no data");
  struct str from = p->date_start.n ? p->date_start : str_from(unknown),
             to = p->date_end.n ? p->date_end : str_from(unknown);
  return arena_printf(q->arena, "%.*s – %.*s", STR_ARG(from), STR_ARG(to));
}

static void write_facts(struct sheet *t, const struct snap_project *p) {
  html_open(&t->h, "dl", NULL);
  sheet_fact(t, "Valor", "Value", value_words(t->q, p));
  sheet_fact(t, "Aporta", "Contributes", sheet_funders(t->q, t->s, p->index));
  sheet_fact(t, "Personas", "People", people_words(t->q, p));
  sheet_fact(t, "Tema", "Theme", label(t, "theme", p->theme));
  sheet_fact(t, "Tipo", "Type", label(t, "cooperation_type", p->cooperation_type));
  sheet_fact(t, "Estado", "Status", label(t, "activity_status", p->status));
  sheet_fact(t, "Firma", "Signed", text_of(t, p->date_signed));
  sheet_fact(t, "Inicio – fin", "Start – end", time_words(t->q, p));
  html_close(&t->h, "dl");
}

/* ---- contributions and parties, as many as fit */

struct row {
  const char *cell[4];
};

static bool write_row(struct sheet *t, const struct row *r) {
  const double mm[4] = {NAME_MM, AMOUNT_MM, FORM_MM, PLACE_MM};
  unsigned most = 1;
  for (int i = 0; i < 4; i++) {
    unsigned lines = sheet_lines(str_from(r->cell[i]), 8.5, mm[i]);
    if (lines > most) most = lines;
  }
  if (!sheet_take(t, 1.6 + 3.9 * most)) return false;
  html_open(&t->h, "tr", NULL);
  html_open(&t->h, "th", "scope", "row", NULL);
  html_z(&t->h, r->cell[0]);
  html_close(&t->h, "th");
  for (int i = 1; i < 4; i++) {
    html_open(&t->h, "td", NULL);
    if (*r->cell[i]) html_z(&t->h, r->cell[i]);
    else page_no_data(&t->h);
    html_close(&t->h, "td");
  }
  html_close(&t->h, "tr");
  return true;
}

static const char *actor_name(const struct sheet *t, uint32_t actor) {
  if (actor == SNAPSHOT_NONE) return answer_pick(t->q, "sin dato", "no data");
  return page_cut(t->q, snapshot_actor_name(t->s, actor), 120);
}

static const char *locator(const struct sheet *t, const struct snap_contribution *c) {
  bool both = c->source_title.n && c->source_locator.n;
  const char *text =
      arena_printf(t->q->arena, "%.*s%s%.*s", STR_ARG(c->source_title), both ? ", " : "", STR_ARG(c->source_locator));
  return page_cut(t->q, str_from(text), 110);
}

static void write_more(struct sheet *t, uint32_t n) {
  html_open(&t->h, "p", "class", "resto", NULL);
  html_say(&t->h, "Y ", "And ");
  html_count(&t->h, n);
  html_say(&t->h, " más, en la página completa.", " more, on the whole page.");
  html_close(&t->h, "p");
}

static void write_contributions(struct sheet *t, uint32_t project) {
  struct snap_contribution c;
  if (!snapshot_contribution(t->s, project, 0, &c) || !sheet_take(t, 9 + 6 + 5)) return;
  html_element_say(&t->h, "h2", "Aportes", "Contributions");
  html_open(&t->h, "table", "class", "aportes", NULL);
  page_head(&t->h, "Aporta", "From", "Valor", "Value", "Forma", "Form", "Fuente", "Source", NULL);
  html_open(&t->h, "tbody", NULL);
  uint32_t shown = 0, all = 0;
  for (bool fits = true; snapshot_contribution(t->s, project, all, &c); all++) {
    if (!fits) continue;
    struct row r = {{actor_name(t, c.provider), sheet_money(t->q, c.amount_minor, c.currency), label(t, "form", c.form),
                     locator(t, &c)}};
    fits = write_row(t, &r);
    shown += fits;
  }
  html_close(&t->h, "tbody");
  html_close(&t->h, "table");
  if (shown < all) write_more(t, all - shown);
}

static void write_parties(struct sheet *t, uint32_t project) {
  struct snap_party party;
  struct buf b = {0};
  for (uint32_t k = 0; snapshot_party(t->s, project, k, &party); k++)
    buf_printf(&b, "%s%s (%s)", k ? "; " : "", actor_name(t, party.actor),
               party.role.n ? label(t, "organisation_role", party.role)
                            : answer_pick(t->q, "papel sin dato", "no data on its role"));
  const char *text = page_cut(t->q, buf_str(&b), 600);
  buf_free(&b);
  if (!*text || !sheet_take(t, 9 + 4.2 * sheet_lines(str_from(text), 9, SHEET_WIDTH))) return;
  html_element_say(&t->h, "h2", "Partes", "Parties");
  html_element(&t->h, "p", NULL, str_from(text));
}

/* ---- its own words, cut where the sheet ends */

static void write_texts(struct sheet *t, uint32_t project) {
  struct snap_narrative n;
  for (uint32_t k = 0; snapshot_narrative(t->s, project, k, &n); k++) {
    size_t bytes = MOST_TEXT;
    const char *text = page_cut(t->q, n.text, bytes);
    while (9 + 4.2 * sheet_lines(str_from(text), 9, SHEET_WIDTH) > t->left && bytes > LEAST_TEXT)
      text = page_cut(t->q, n.text, bytes = bytes * 3 / 4);
    if (!sheet_take(t, 9 + 4.2 * sheet_lines(str_from(text), 9, SHEET_WIDTH))) return;
    html_element(&t->h, "h2", NULL, snapshot_label(t->s, "narrative", n.type, t->h.lang));
    html_element(&t->h, "p", NULL, str_from(text));
  }
}

static void write_findings(struct sheet *t, const struct snap_project *p) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < snapshot_findings(t->s); i++) n += page_finding_is_about(t->s, i, p->code);
  if (!n) return;
  html_open(&t->h, "p", NULL);
  html_element(&t->h, "strong", NULL,
               str_from(arena_printf(t->q->arena,
                                     answer_pick(t->q, "Lo que no concuerda: %u, en la página completa.",
                                                 "What does not agree: %u, on the whole page."),
                                     n)));
  html_close(&t->h, "p");
}

static void read_about(const struct http_request *q, struct snapshot *s, const struct snap_project *p,
                       const struct filter *f, struct about *out) {
  enum collection c = p->place == SNAP_LOCATED ? COLLECTION_PROJECTS : COLLECTION_UNPLACED;
  about_read(out, s, f, c, PAGE_PROJECTS_ALL, q->arena);
  out->lang = answer_lang(q);
}

static const char *under(const struct http_request *q, const struct snapshot *s, const struct snap_project *p) {
  struct str kind = snapshot_label(s, "activity_kind", p->kind, answer_lang(q));
  return arena_printf(q->arena, "%.*s · %.*s · %s", STR_ARG(kind), STR_ARG(p->code), areas_words(q, s, p));
}

bool handle_project_sheet(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  uint32_t row;
  if (!snapshot_find_project(view, q->segment[0], &row))
    return err_set(e, ERR_NOT_FOUND, answer_pick(q, "no hay un proyecto «%.*s»", "there is no project \"%.*s\""),
                   STR_ARG(q->segment[0]));
  struct snap_project project;
  snapshot_project(view, row, &project);
  struct filter_spec spec = {.code = &project.code, .n_code = 1};
  struct filter *f;
  if (!filter_compile(view, &spec, &f, e)) return false;
  struct about about;
  struct sheet t;
  const char *sources, *path = arena_printf(q->arena, "/proyecto/%s", answer_encode(q, project.code));
  const char *card = arena_printf(
      q->arena,
      answer_pick(
          q,
          "El proyecto en una hoja A4: %s. Con su mapa, quién aporta, quién ejecuta, sus fuentes y lo que no se sabe.",
          "The project on one A4 sheet: %s. With its map, who contributes, who does it, its sources and what is not "
          "known."),
      under(q, view, &project));
  read_about(q, view, &project, f, &about);
  filter_free(f);
  sheet_begin(&t, q, p, view, project.title, under(q, view, &project), card, arena_printf(q->arena, "%s/hoja", path),
              path);
  html_open(&t.h, "div", "class", "frente", NULL);
  write_facts(&t, &project);
  page_map_project(&t.h, q, view, &project);
  html_close(&t.h, "div");
  sheet_take(&t, MAP_HEIGHT + 5);
  sheet_take(&t, sheet_foot_height(&t, &about, "", &sources));
  write_findings(&t, &project);
  write_contributions(&t, row);
  write_parties(&t, row);
  write_texts(&t, row);
  sheet_end(&t, &about, sources);
  return true;
}
