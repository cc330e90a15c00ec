#include "page_parts.h"

#include <stdarg.h>

#include "domain/record.h"

void page_begin(struct html *h, const struct http_request *q, struct http_response *p, struct str title,
                const char *path) {
  bool en = answer_en(q);
  const char *text = arena_strndup(q->arena, title.p, title.n);
  struct html_share share = page_share(
      q, arena_printf(q->arena, en ? "%s · Cooperation in Cartagena" : "%s · Cooperación en Cartagena", text),
      arena_printf(q->arena,
                   en ? "%s: cooperation in Cartagena de Indias, with the source of each figure and what is not known."
                      : "%s: la cooperación en Cartagena de Indias, con la fuente de cada cifra y lo que no se sabe.",
                   text),
      path);
  page_begin_shared(h, q, p, title, &share);
}

void page_begin_shared(struct html *h, const struct http_request *q, struct http_response *p, struct str title,
                       const struct html_share *share) {
  p->content_type = "text/html; charset=utf-8";
  p->html = true;
  html_init(h, &p->body, answer_lang(q));
  html_begin_page(h, arena_strndup(q->arena, title.p, title.n), share);
}

/* Spanish is what needs no word; but whoever reads English asks for Spanish by its name. */
struct html_share page_share_at(const struct http_request *q, const char *title, const char *description,
                                const char *path, const char *query) {
  const char *mark = *query ? "&" : "", *mine = answer_en(q) ? "lang=en" : "";
  const char *other = arena_printf(q->arena, "%s?%s%s%s", path, query, mark, answer_en(q) ? "lang=es" : "lang=en");
  return (struct html_share){.title = title,
                             .description = description,
                             .canonical = arena_printf(q->arena, "%s%s%s%s%s%s", q->base_url, path,
                                                       *query || *mine ? "?" : "", query, *mine ? mark : "", mine),
                             .other = arena_printf(q->arena, "%s%s", q->base_url, other),
                             .other_path = other,
                             .image = answer_url(q, "/tarjeta.png")};
}

struct html_share page_share(const struct http_request *q, const char *title, const char *description,
                             const char *path) {
  static const char *const drop[] = {"lang", "f", NULL};
  struct buf query = {0};
  if (str_is(q->path, path)) http_write_query(&query, q, drop);
  const char *kept = arena_strndup(q->arena, query.len ? query.data : "", query.len);
  buf_free(&query);
  return page_share_at(q, title, description, path, kept);
}

const char *page_number(const struct http_request *q, int64_t n) {
  struct buf b = {0};
  struct html h;
  html_init(&h, &b, answer_lang(q));
  html_count(&h, n);
  const char *text = arena_strndup(q->arena, b.data, b.len);
  buf_free(&b);
  return text;
}

const char *page_amount_words(const struct http_request *q, uint64_t projects, uint64_t unknown, i128 minor,
                              struct str currency) {
  struct buf b = {0};
  bool one = projects == 1;
  buf_printf(&b, "%s %s", page_number(q, (int64_t)projects),
             answer_en(q) ? (one ? "project" : "projects") : (one ? "proyecto" : "proyectos"));
  if (projects && unknown >= projects) {
    buf_add_z(&b, answer_pick(q, ", valor sin dato", ", no data on value"));
  } else if (answer_en(q)) {
    buf_printf(&b, ", %.*s ", STR_ARG(currency));
    decimal_write_minor_en(&b, minor);
  } else {
    buf_add_z(&b, str_is(currency, FIGURES_CURRENCY) ? ", $ " : ", ");
    decimal_write_minor_es(&b, minor);
    if (!str_is(currency, FIGURES_CURRENCY)) buf_printf(&b, " %.*s", STR_ARG(currency));
  }
  const char *text = arena_strndup(q->arena, b.data, b.len);
  buf_free(&b);
  return text;
}

const char *page_cut(const struct http_request *q, struct str s, size_t bytes) {
  if (s.n <= bytes) return arena_strndup(q->arena, s.p, s.n);
  size_t n = bytes;
  while (n && s.p[n] != ' ') n--;
  if (!n) /* one long word: cut between characters */
    for (n = bytes; n && ((unsigned char)s.p[n] & 0xC0) == 0x80;) n--;
  return arena_printf(q->arena, "%.*s…", (int)n, s.p);
}

const char *page_href(const struct http_request *q, const char *kind, struct str code) {
  return arena_printf(q->arena, "/%s/%s%s", kind, answer_encode(q, code), answer_en(q) ? "?lang=en" : "");
}

void page_area_link(struct html *h, const struct http_request *q, const struct snapshot *s, uint32_t area) {
  struct snap_area a;
  snapshot_area(s, area, &a);
  html_link(h, page_href(q, "area", a.code), a.name);
}

void page_actor_link(struct html *h, const struct http_request *q, const struct snapshot *s, uint32_t actor) {
  if (actor == SNAPSHOT_NONE) {
    page_no_data(h);
    return;
  }
  struct snap_actor a;
  snapshot_actor(s, actor, &a);
  html_link(h, page_href(q, "actor", a.code), a.name);
}

void page_project_link(struct html *h, const struct http_request *q, const struct snapshot *s, uint32_t project) {
  struct snap_project p;
  snapshot_project(s, project, &p);
  html_link(h, page_href(q, "proyecto", p.code), p.title);
}

void page_no_data(struct html *h) { html_element(h, "span", "tenue", str_from(html_pick(h, "sin dato", "no data"))); }

void page_fact_begin(struct html *h, const char *es, const char *en) {
  html_element_say(h, "dt", es, en);
  html_open(h, "dd", NULL);
}

void page_fact_end(struct html *h) { html_close(h, "dd"); }

void page_fact(struct html *h, const char *es, const char *en, struct str text) {
  page_fact_begin(h, es, en);
  if (text.n) html_text(h, text);
  else page_no_data(h);
  page_fact_end(h);
}

void page_source(struct html *h, struct str title, struct str locator) {
  if (!title.n && !locator.n) {
    page_no_data(h);
    return;
  }
  html_text(h, title);
  if (title.n && locator.n) html_z(h, ", ");
  html_text(h, locator);
}

struct str page_record(const struct snapshot *s, uint32_t record, const char *field) {
  struct snap_record r;
  if (!snapshot_record(s, record, &r)) return STR("");
  const struct record_info *info = record_info((enum record_kind)r.kind);
  for (uint32_t i = 0; i < info->n_fields; i++)
    if (strcmp(info->fields[i].name, field) == 0) return snapshot_record_value(s, record, i);
  return STR("");
}

bool page_finding_is_about(const struct snapshot *s, uint32_t finding, struct str project) {
  struct snap_finding_subject about;
  for (uint32_t k = 0; snapshot_finding_subject(s, finding, k, &about); k++)
    if (str_is(about.type, "proyecto") && str_eq(about.code, project)) return true;
  return false;
}

void page_forms(struct html *h, const struct http_request *q) {
  static const char *const drop[] = {"f", "excel", NULL};
  html_open(h, "p", "class", "formas", NULL);
  html_link(h, answer_self(q, drop, "f=csv&excel=1"), str_from(html_pick(h, "Excel (CSV)", "Excel (CSV)")));
  html_z(h, " · ");
  html_link(h, answer_self(q, drop, "f=csv"), STR("CSV"));
  html_z(h, " · ");
  html_link(h, answer_self(q, drop, "f=json"), STR("JSON"));
  html_close(h, "p");
}

void page_head(struct html *h, ...) {
  va_list titles;
  va_start(titles, h);
  html_open(h, "thead", NULL);
  html_open(h, "tr", NULL);
  const char *es;
  while ((es = va_arg(titles, const char *))) {
    const char *en = va_arg(titles, const char *);
    html_open(h, "th", "scope", "col", NULL);
    html_say(h, es, en);
    html_close(h, "th");
  }
  html_close(h, "tr");
  html_close(h, "thead");
  va_end(titles);
}

void page_value(struct html *h, const struct snap_project *p) {
  if (p->has_value) {
    html_open(h, "span", "class", "dinero", NULL);
    html_money(h, p->value_minor, p->currency);
    html_close(h, "span");
    if (p->value_is_sum) html_say(h, " (suma de los aportes)", " (sum of contributions)");
  } else if (p->no_disbursement) {
    html_say(h, "no implica erogación", "no disbursement");
  } else {
    page_no_data(h);
  }
}

void page_projects_begin(struct html *h, const char *caption_es, const char *caption_en) {
  html_open(h, "table", NULL);
  if (caption_es) {
    html_open(h, "caption", "class", "oculto", NULL);
    html_say(h, caption_es, caption_en);
    html_close(h, "caption");
  }
  page_head(h, "Proyecto", "Project", "Clase", "Kind", "Áreas", "Areas", "Valor", "Value", "Fuente", "Source", NULL);
  html_open(h, "tbody", NULL);
}

static void project_areas(struct html *h, const struct http_request *q, const struct snapshot *s,
                          const struct snap_project *p) {
  struct snap_location at;
  bool any = false;
  for (uint32_t k = 0; snapshot_location(s, p->index, k, &at); k++) {
    if (at.area == SNAPSHOT_NONE) continue;
    if (any) html_z(h, "; ");
    page_area_link(h, q, s, at.area);
    any = true;
  }
  if (!any) html_text(h, snapshot_label(s, "place_state", str_from(snap_place_code(p->place)), h->lang));
}

void page_projects_row(struct html *h, const struct http_request *q, const struct snapshot *s, uint32_t project) {
  struct snap_project p;
  snapshot_project(s, project, &p);
  html_open(h, "tr", NULL);
  html_open(h, "th", "scope", "row", NULL);
  page_project_link(h, q, s, project);
  html_close(h, "th");
  html_element(h, "td", NULL, snapshot_label(s, "activity_kind", p.kind, h->lang));
  html_open(h, "td", NULL);
  project_areas(h, q, s, &p);
  html_close(h, "td");
  html_open(h, "td", NULL);
  page_value(h, &p);
  html_close(h, "td");
  html_open(h, "td", "class", "tenue", NULL);
  html_text(h, p.source_title);
  if (p.source_locator.n) html_z(h, ", ");
  html_text(h, p.source_locator);
  html_close(h, "td");
  html_close(h, "tr");
}

void page_projects_end(struct html *h) {
  html_close(h, "tbody");
  html_close(h, "table");
}

void page_sheet_link(struct html *h, const struct http_request *q, const char *path) {
  html_open(h, "p", "class", "formas", NULL);
  html_link(h, arena_printf(q->arena, "%s/hoja%s", path, answer_en(q) ? "?lang=en" : ""),
            str_from(html_pick(h, "Hoja para imprimir (A4)", "Sheet to print (A4)")));
  html_close(h, "p");
}

void page_count_projects(struct html *h, uint64_t n) {
  html_count(h, (int64_t)n);
  if (n == 1) html_say(h, " proyecto", " project");
  else html_say(h, " proyectos", " projects");
}

void page_people(struct html *h, int64_t min, int64_t max) {
  if (max < 0) {
    page_no_data(h);
    return;
  }
  if (min != max) {
    html_count(h, min);
    html_z(h, "–");
  }
  html_count(h, max);
}

void page_sum(struct html *h, i128 minor, uint64_t projects, uint64_t unknown) {
  page_sum_in(h, minor, STR(FIGURES_CURRENCY), projects, unknown);
}

void page_sum_in(struct html *h, i128 minor, struct str currency, uint64_t projects, uint64_t unknown) {
  if (projects && unknown >= projects) {
    html_say(h, "valor sin dato", "no data on value");
    return;
  }
  html_money(h, minor, currency);
  if (!unknown) return;
  html_z(h, " (");
  html_count(h, (int64_t)unknown);
  html_say(h, " sin valor que sumar)", " with no value to add)");
}
