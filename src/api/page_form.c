/* The filter as a form that needs no script: whatever it cannot show it hands on. */
#include "page_filter.h"

#include <stdio.h>

enum { MOST_OPTIONS = 300 };

struct field {
  enum group_by by;
  const struct http_param_spec *spec;
  const char *es, *en;
};
static const struct field fields[] = {
    {GROUP_THEME, &filter_param_tema, "Tema", "Theme"},
    {GROUP_AREA, &filter_param_area, "Área", "Area"},
    {GROUP_SOURCE, &filter_param_fuente, "Fuente", "Source"},
    {GROUP_EXECUTOR, &filter_param_ejecutor, "Ejecutor", "Implementer"},
    {GROUP_TYPE, &filter_param_tipo, "Tipo de cooperación", "Type of cooperation"},
    {GROUP_STATUS, &filter_param_estado, "Estado", "Status"},
    {GROUP_YEAR, &filter_param_anio, "Año", "Year"},
};
enum { FIELDS = sizeof fields / sizeof *fields };

/* The first value of the key: what the form shows. */
static struct str chosen(const struct http_request *q, const struct field *field) {
  const struct http_param *p = http_param(q, field->spec->name);
  return p ? p->text : STR("");
}

static bool write_option(struct html *h, struct str value, struct str label, uint64_t projects, struct str picked) {
  char text[160];
  bool is_picked = str_eq(value, picked);
  snprintf(text, sizeof text, "%.*s", STR_ARG(value));
  html_open(h, "option", "value", text, "selected", is_picked ? "selected" : NULL, NULL);
  html_text(h, label);
  if (projects) {
    html_z(h, " (");
    html_count(h, (int64_t)projects);
    html_z(h, ")");
  }
  html_close(h, "option");
  return is_picked;
}

/* How many projects an area must have to be among the MOST_OPTIONS with the most. */
static uint64_t least_count(const uint64_t *counts, uint32_t n) {
  uint64_t least = 1;
  for (size_t many = SIZE_MAX; many > MOST_OPTIONS; least *= 2) {
    many = 0;
    for (uint32_t i = 0; i < n; i++) many += counts[i] >= least;
    if (many <= MOST_OPTIONS) break;
  }
  return least;
}

static bool write_areas(struct html *h, const struct http_request *q, const struct snapshot *s, const struct filter *f,
                        struct str picked) {
  uint32_t n = snapshot_areas(s);
  uint64_t *counts = arena_calloc(q->arena, n + 1, sizeof *counts);
  summary_facet_area(f, counts);
  uint64_t least = least_count(counts, n);
  bool there = false;
  for (uint32_t i = 0; i < n; i++) {
    struct str code = snapshot_area_code(s, i);
    if (counts[i] < least && !str_eq(code, picked)) continue;
    struct snap_area area;
    snapshot_area(s, i, &area);
    struct str layer = snapshot_label(s, "layer", area.layer, h->lang);
    const char *label = arena_printf(q->arena, "%.*s, %.*s", STR_ARG(area.name), STR_ARG(layer));
    there |= write_option(h, code, str_from(label), counts[i], picked);
  }
  return there;
}

static bool write_values(struct html *h, const struct http_request *q, const struct filter *f, enum group_by by,
                         struct str picked) {
  const struct group_count *list;
  size_t n;
  bool there = false;
  group_facet(f, q->arena, by, &list, &n);
  for (size_t i = 0; i < n; i++) {
    struct str value = list[i].code.n ? list[i].code : STR("sin-dato");
    if (!list[i].projects || (i >= MOST_OPTIONS && !str_eq(value, picked))) continue;
    struct str label = !list[i].code.n      ? str_from(html_pick(h, "sin dato", "no data"))
                       : h->lang == SNAP_EN ? list[i].label_en
                                            : list[i].label_es;
    there |= write_option(h, value, label, list[i].projects, picked);
  }
  return there;
}

static void write_field(struct html *h, const struct http_request *q, const struct snapshot *s, const struct filter *f,
                        const struct field *field) {
  const char *id = arena_printf(q->arena, "filtro-%s", field->spec->name);
  struct str picked = chosen(q, field);
  html_open(h, "p", NULL);
  html_open(h, "label", "for", id, NULL);
  html_say(h, field->es, field->en);
  html_close(h, "label");
  html_open(h, "select", "id", id, "name", field->spec->name, NULL);
  write_option(h, STR(""), str_from(html_pick(h, "cualquiera", "any")), 0, picked);
  bool there = field->by == GROUP_AREA ? write_areas(h, q, s, f, picked) : write_values(h, q, f, field->by, picked);
  if (picked.n && !there) write_option(h, picked, picked, 0, picked);
  html_close(h, "select");
  html_close(h, "p");
}

static bool is_shown(const struct http_request *q, const struct http_param *p) {
  if (p->spec == &filter_param_q) return true;
  for (size_t i = 0; i < FIELDS; i++)
    if (p->spec == fields[i].spec) return http_param(q, p->spec->name) == p;
  return false;
}

static void write_rest(struct html *h, const struct http_request *q) {
  for (size_t i = 0; i < q->n_params; i++) {
    const struct http_param *p = &q->params[i];
    if (is_shown(q, p) || p->spec == &answer_param_after || p->spec == &answer_param_lang) continue;
    html_void(h, "input", "type", "hidden", "name", p->spec->name, "value",
              arena_strndup(q->arena, p->text.p, p->text.n), NULL);
  }
  if (answer_en(q)) html_void(h, "input", "type", "hidden", "name", "lang", "value", "en", NULL);
}

static void write_words(struct html *h, const struct http_request *q) {
  const struct http_param *p = http_param(q, "q");
  html_open(h, "p", NULL);
  html_open(h, "label", "for", "filtro-q", NULL);
  html_say(h, "Palabras", "Words");
  html_close(h, "label");
  html_void(h, "input", "type", "search", "id", "filtro-q", "name", "q", "value",
            p ? arena_strndup(q->arena, p->text.p, p->text.n) : NULL, NULL);
  html_close(h, "p");
}

bool page_filter_write_form(struct html *h, const struct http_request *q, struct snapshot *s, const char *path,
                            struct err *e) {
  struct filter_spec all = {0};
  struct filter *f;
  if (!filter_compile(s, &all, &f, e)) return false;
  html_open(h, "form", "class", "filtros", "method", "get", "action", path, "aria-label",
            html_pick(h, "Filtrar", "Filter"), NULL);
  write_words(h, q);
  for (size_t i = 0; i < FIELDS; i++) write_field(h, q, s, f, &fields[i]);
  write_rest(h, q);
  html_open(h, "p", NULL);
  html_open(h, "button", "type", "submit", NULL);
  html_say(h, "Filtrar", "Filter");
  html_close(h, "button");
  html_close(h, "p");
  html_close(h, "form");
  filter_free(f);
  return true;
}
