/* The rest of /proyecto/{codigo}: other totals and groups of people, conversion, results, links, what does not agree, and where it
 * all comes from. */
#include "page_parts.h"
#include "page_project.h"
#include "query/group.h"

static void write_printed(struct html *h, struct str raw) {
  if (!raw.n) return;
  html_say(h, " — en la fuente: «", " — in the source: “");
  html_text(h, raw);
  html_say(h, "»", "”");
}

void page_project_totals(struct html *h, const struct snapshot *s, uint32_t i) {
  struct snap_total t;
  for (uint32_t k = 0; snapshot_total(s, i, k, &t); k++) {
    page_fact_begin(h, "Otro total declarado", "Another stated total");
    html_open(h, "span", "class", "dinero", NULL);
    html_money(h, t.amount_minor, t.currency);
    html_close(h, "span");
    write_printed(h, t.amount_raw);
    if (t.label_raw.n) html_z(h, " — ");
    html_text(h, t.label_raw);
    page_fact_end(h);
  }
}

/* The value in the other currency of its own rate: never stored, always with the rate, its date and its source. */
void page_project_conversion(struct html *h, const struct snapshot *s, const struct snap_project *p) {
  struct snap_contribution c;
  for (uint32_t k = 0; p->has_value && snapshot_contribution(s, p->index, k, &c); k++) {
    if (!c.rate.n) continue;
    struct str other = str_eq(c.rate_to, p->currency) ? c.rate_from : c.rate_to;
    struct conversion_rate rate;
    i128 minor;
    if (!group_convert_project(s, p->index, p->value_minor, p->currency, other, &minor, &rate)) continue;
    page_fact_begin(h, "Equivale a", "Equivalent to");
    html_open(h, "span", "class", "dinero", NULL);
    html_money(h, minor, other);
    html_close(h, "span");
    html_say(h, " — calculado a ", " — computed at ");
    html_text(h, rate.rate);
    html_z(h, " ");
    html_text(h, rate.to);
    html_z(h, "/");
    html_text(h, rate.from);
    if (rate.date.n) html_z(h, ", ");
    html_text(h, rate.date);
    html_z(h, ", ");
    html_text(h, snapshot_label(s, "rate_kind", rate.kind, h->lang));
    if (rate.source.n) html_z(h, ", ");
    html_text(h, rate.source);
    page_fact_end(h);
    return;
  }
}

void page_project_groups(struct html *h, const struct http_request *q, const struct snapshot *s, uint32_t i) {
  struct snap_group g;
  int64_t min, max;
  if (!snapshot_group(s, i, 0, &g)) return;
  html_element_say(h, "h2", "Grupos de personas", "Groups of people");
  html_open(h, "ul", NULL);
  for (uint32_t k = 0; snapshot_group(s, i, k, &g); k++) {
    html_open(h, "li", NULL);
    if (g.number >= 0) {
      if (g.is_approx) html_say(h, "unas ", "about ");
      html_count(h, g.number);
      html_z(h, " ");
    } else {
      page_no_data(h);
      html_z(h, " ");
    }
    html_text(h, g.unit);
    if (g.area != SNAPSHOT_NONE) {
      html_say(h, " de ", " of ");
      page_area_link(h, q, s, g.area);
    }
    write_printed(h, g.raw);
    html_close(h, "li");
  }
  html_close(h, "ul");
  snapshot_people(s, i, &min, &max);
  if (max < 0 || min == max) return;
  html_open(h, "p", "class", "tenue", NULL);
  html_say(h, "Entre ", "Between ");
  html_count(h, min);
  html_say(h, " (el grupo mayor) y ", " (the largest group) and ");
  html_count(h, max);
  html_say(h, " (si nadie está en dos).", " (if nobody is in two).");
  html_close(h, "p");
}

static void write_period(struct html *h, const struct snap_indicator *x, const struct snap_period *p) {
  html_open(h, "tr", NULL);
  html_open(h, "th", "scope", "row", NULL);
  html_text(h, x->title);
  html_close(h, "th");
  html_open(h, "td", NULL);
  html_text(h, x->baseline_value);
  if (x->baseline_value.n && x->baseline_year.n) html_z(h, ", ");
  html_text(h, x->baseline_year);
  html_close(h, "td");
  html_open(h, "td", NULL);
  if (p) html_text(h, p->start);
  if (p && p->start.n && p->end.n) html_z(h, " – ");
  if (p) html_text(h, p->end);
  html_close(h, "td");
  html_open(h, "td", NULL);
  if (p && p->target.n) html_text(h, p->target);
  else page_no_data(h);
  html_close(h, "td");
  html_open(h, "td", NULL);
  if (p && p->actual.n) html_text(h, p->actual);
  else page_no_data(h);
  html_close(h, "td");
  html_close(h, "tr");
}

static void write_indicators(struct html *h, const struct snapshot *s, uint32_t i, uint32_t result) {
  struct snap_indicator x;
  struct snap_period p;
  bool table = false;
  for (uint32_t k = 0; snapshot_indicator(s, i, k, &x); k++) {
    if (x.result != result) continue;
    if (!table) {
      html_open(h, "table", NULL);
      page_head(h, "Indicador", "Indicator", "Línea de base", "Baseline", "Periodo", "Period", "Meta", "Target",
                "Logro", "Actual", NULL);
      html_open(h, "tbody", NULL);
      table = true;
    }
    bool any = false;
    for (uint32_t j = 0; snapshot_period(s, i, j, &p); j++) {
      if (p.indicator != k) continue;
      write_period(h, &x, &p);
      any = true;
    }
    if (!any) write_period(h, &x, NULL);
  }
  if (!table) return;
  html_close(h, "tbody");
  html_close(h, "table");
}

void page_project_results(struct html *h, const struct snapshot *s, uint32_t i) {
  struct snap_result r;
  if (!snapshot_result(s, i, 0, &r)) return;
  html_element_say(h, "h2", "Resultados", "Results");
  for (uint32_t k = 0; snapshot_result(s, i, k, &r); k++) {
    html_open(h, "h3", NULL);
    html_text(h, r.title);
    html_z(h, " (");
    html_text(h, snapshot_label(s, "result_type", r.type, h->lang));
    html_z(h, ")");
    html_close(h, "h3");
    if (r.description.n) html_element(h, "p", NULL, r.description);
    write_indicators(h, s, i, k);
  }
}

/* Only what a browser may open safely becomes a link; the name of a file stays a text. */
static bool is_web_address(struct str url) {
  return (url.n > 8 && memcmp(url.p, "https://", 8) == 0) || (url.n > 7 && memcmp(url.p, "http://", 7) == 0);
}

void page_project_links(struct html *h, const struct http_request *q, const struct snapshot *s, uint32_t i) {
  struct snap_link x;
  if (!snapshot_link(s, i, 0, &x)) return;
  html_element_say(h, "h2", "Documentos y fotografías", "Documents and photographs");
  html_open(h, "ul", NULL);
  for (uint32_t k = 0; snapshot_link(s, i, k, &x); k++) {
    struct str title = x.title.n ? x.title : x.url;
    html_open(h, "li", NULL);
    if (is_web_address(x.url)) {
      html_open(h, "a", "href", arena_strndup(q->arena, x.url.p, x.url.n), "rel", "noopener nofollow", NULL);
      html_text(h, title);
      html_close(h, "a");
    } else {
      html_text(h, title);
    }
    if (x.category.n) {
      html_z(h, " — ");
      html_text(h, snapshot_label(s, "document_category", x.category, h->lang));
    }
    if (x.date.n) html_z(h, ", ");
    html_text(h, x.date);
    html_close(h, "li");
  }
  html_close(h, "ul");
}

void page_project_findings(struct html *h, const struct http_request *q, const struct snapshot *s, uint32_t i) {
  struct snap_project project;
  struct snap_finding f;
  bool any = false;
  snapshot_project(s, i, &project);
  for (uint32_t k = 0; snapshot_finding(s, k, &f); k++) {
    /* What is missing is said above, field by field. */
    if (str_is(f.kind, "faltante") || !page_finding_is_about(s, k, project.code)) continue;
    if (!any) {
      html_element_say(h, "h2", "Lo que no concuerda", "What does not agree");
      html_open(h, "ul", NULL);
    }
    any = true;
    html_open(h, "li", NULL);
    html_text(h, h->lang == SNAP_EN ? f.en : f.es);
    html_z(h, " ");
    html_link(h,
              arena_printf(q->arena, "/inconsistencias?regla=%s%s#%s", answer_encode(q, f.rule),
                           answer_en(q) ? "&lang=en" : "", answer_encode(q, f.key)),
              str_from(html_pick(h, "Ver", "See")));
    if (f.verdict.n) {
      html_z(h, " — ");
      html_text(h, snapshot_label(s, "verdict", f.verdict, h->lang));
      html_say(h, " por ", " by ");
      html_text(h, f.by);
    }
    html_close(h, "li");
  }
  if (any) html_close(h, "ul");
}

void page_project_source(struct html *h, const struct http_request *q, const struct snapshot *s,
                         const struct snap_project *p) {
  struct snap_batch b;
  html_open(h, "h2", "id", "fuente", NULL);
  html_say(h, "De dónde sale", "Where it comes from");
  html_close(h, "h2");
  html_open(h, "dl", NULL);
  page_fact_begin(h, "Fuente", "Source");
  page_source(h, p->source_title, p->source_locator);
  page_fact_end(h);
  page_fact(h, "Licencia", "Licence", p->source_licence);
  page_fact(h, "Código", "Code", p->code);
  if (p->iati_identifier.n) page_fact(h, "Identificador IATI", "IATI identifier", p->iati_identifier);
  if (snapshot_batch(s, snapshot_project_batch(s, p->index), &b)) {
    page_fact_begin(h, "Entró", "Came in");
    html_text(h, (struct str){b.at.p, b.at.n < 10 ? b.at.n : 10});
    if (b.document.n) html_z(h, ", ");
    html_text(h, b.document);
    page_fact_end(h);
  }
  html_close(h, "dl");
  if (p->source_raw.n) {
    html_open(h, "details", NULL);
    html_element_say(h, "summary", "La fila, como llegó", "The row, as it came");
    html_element(h, "pre", NULL, p->source_raw);
    html_close(h, "details");
  }
  html_open(h, "p", "class", "formas", NULL);
  html_link(h, arena_printf(q->arena, "/exportar/actividades.xml?codigo=%s", answer_encode(q, p->code)),
            STR("IATI (XML)"));
  html_z(h, " · ");
  html_link(h, arena_printf(q->arena, "/exportar/proyectos.xlsx?codigo=%s", answer_encode(q, p->code)),
            STR("Excel (XLSX)"));
  html_close(h, "p");
}
