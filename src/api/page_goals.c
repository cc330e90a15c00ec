/* /metas: the goals as the source states them, each with how far the records say it is. */
#include <stdio.h>

#include "domain/record.h"
#include "format/csv.h"
#include "page_parts.h"
#include "query/goals.h"

struct goal {
  struct snap_record record;
  struct str text, year, status, metric, target, note;
  struct goal_progress progress;
};

static bool read_goal(struct snapshot *s, const struct http_request *q, uint32_t i, struct goal *g, struct err *e) {
  snapshot_record(s, i, &g->record);
  g->text = page_record(s, i, "texto");
  g->year = page_record(s, i, "anio");
  g->status = page_record(s, i, "estado");
  g->metric = page_record(s, i, "indicador");
  g->target = page_record(s, i, "valor_meta");
  g->note = page_record(s, i, "nota");
  return goal_measure(s, q->arena, g->metric, &g->progress, e);
}

static void write_progress(struct html *h, const struct goal *g) {
  const struct goal_progress *p = &g->progress;
  page_fact_begin(h, "Avance, según los registros", "Progress, as the records say");
  if (!p->known) {
    page_no_data(h);
  } else {
    bool less_is_better = str_is(g->metric, "pares-abiertos"); /* a full bar would look like success */
    if (p->of > 0 && !less_is_better) {
      char value[24], of[24];
      snprintf(value, sizeof value, "%lld", (long long)p->value);
      snprintf(of, sizeof of, "%lld", (long long)p->of);
      html_open(h, "meter", "min", "0", "max", of, "value", value, NULL);
      html_close(h, "meter");
      html_z(h, " ");
    }
    html_text(h, h->lang == SNAP_EN ? p->en : p->es);
  }
  page_fact_end(h);
}

static void write_goal(struct html *h, const struct http_request *q, const struct snapshot *s, const struct goal *g) {
  html_open(h, "section", "id", arena_printf(q->arena, "meta-%.*s", STR_ARG(g->record.code)), NULL);
  html_element(h, "h2", NULL, g->text);
  html_open(h, "dl", NULL);
  write_progress(h, g);
  if (g->target.n) page_fact(h, "Valor de la meta", "Target value", g->target);
  page_fact(h, "Año", "Year", g->year);
  page_fact(h, "Estado", "Status", g->status.n ? snapshot_label(s, "goal_status", g->status, h->lang) : g->status);
  if (g->metric.n)
    page_fact(h, "Cómo se mide", "How it is measured", snapshot_label(s, "goal_metric", g->metric, h->lang));
  if (g->note.n) page_fact(h, "Nota", "Note", g->note);
  page_fact_begin(h, "Fuente", "Source");
  page_source(h, g->record.source_title, g->record.source_locator);
  page_fact_end(h);
  html_close(h, "dl");
  html_close(h, "section");
}

static bool write_page(struct snapshot *s, const struct http_request *q, struct http_response *p, struct err *e) {
  uint32_t begin, end;
  struct html h;
  page_begin(&h, q, p, str_from(answer_pick(q, "Metas", "Goals")), "/metas");
  html_element_say(&h, "p",
                   "Las metas que la ciudad se puso, con lo que los registros dicen de ellas. Donde no hay cómo medir, "
                   "se dice.",
                   "The goals that the city set itself, with what the records say of them. Where there is no way to "
                   "measure, it is said.");
  page_forms(&h, q);
  snapshot_records_of(s, RECORD_GOAL, &begin, &end);
  if (begin == end) html_element_say(&h, "p", "Ninguna.", "None.");
  for (uint32_t i = begin; i < end; i++) {
    struct goal g;
    if (!read_goal(s, q, i, &g, e)) return false;
    write_goal(&h, q, s, &g);
  }
  html_end_page(&h);
  return true;
}

static void kv_known(struct jw *w, const char *key, struct str text) {
  jw_key(w, key);
  if (text.n) jw_str(w, text);
  else jw_null(w);
}

static void json_progress(struct jw *w, const struct http_request *q, const struct goal_progress *p) {
  jw_key(w, "avance");
  if (!p->known) {
    jw_null(w);
    return;
  }
  jw_object(w);
  jw_kv_int(w, "valor", p->value);
  jw_key(w, "de");
  if (p->of >= 0) jw_int(w, p->of);
  else jw_null(w);
  jw_kv_z(w, "unidad", answer_pick(q, p->unit_es, p->unit_en));
  jw_key(w, "monto");
  if (p->has_amount) jw_minor(w, p->amount_minor);
  else jw_null(w);
  kv_known(w, "moneda", p->currency);
  jw_kv_str(w, "texto", answer_en(q) ? p->en : p->es);
  jw_end(w);
}

static bool write_json(struct snapshot *s, const struct http_request *q, struct http_response *p, struct err *e) {
  uint32_t begin, end;
  struct jw w;
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_key(&w, "metas");
  jw_array(&w);
  snapshot_records_of(s, RECORD_GOAL, &begin, &end);
  for (uint32_t i = begin; i < end; i++) {
    struct goal g;
    if (!read_goal(s, q, i, &g, e)) return false;
    jw_object(&w);
    jw_kv_str(&w, "codigo", g.record.code);
    jw_kv_str(&w, "texto", g.text);
    kv_known(&w, "anio", g.year);
    kv_known(&w, "estado", g.status);
    kv_known(&w, "indicador", g.metric);
    kv_known(&w, "valor_meta", g.target);
    json_progress(&w, q, &g.progress);
    kv_known(&w, "fuente", g.record.source_title);
    kv_known(&w, "localizador", g.record.source_locator);
    jw_end(&w);
  }
  jw_end(&w);
  jw_end(&w);
  return true;
}

static bool write_csv(struct snapshot *s, const struct http_request *q, struct http_response *p, struct err *e) {
  static const char *const names[] = {"codigo",     "texto",  "anio",   "estado",     "indicador",
                                      "valor_meta", "avance", "fuente", "localizador"};
  const struct http_param *excel = http_param(q, "excel");
  struct csv_style style = {.excel = excel && excel->i == 0, .lang = answer_lang(q)};
  uint32_t begin, end;
  p->content_type = CSV_CONTENT_TYPE;
  csv_begin(&p->body, &style);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (i) csv_next(&p->body, &style);
    csv_write_text(&p->body, &style, str_from(names[i]));
  }
  csv_end(&p->body);
  snapshot_records_of(s, RECORD_GOAL, &begin, &end);
  for (uint32_t i = begin; i < end; i++) {
    struct goal g;
    if (!read_goal(s, q, i, &g, e)) return false;
    const struct str cells[] = {g.record.code,
                                g.text,
                                g.year,
                                g.status,
                                g.metric,
                                g.target,
                                answer_en(q) ? g.progress.en : g.progress.es,
                                g.record.source_title,
                                g.record.source_locator};
    for (size_t k = 0; k < sizeof cells / sizeof *cells; k++) {
      if (k) csv_next(&p->body, &style);
      csv_write_text(&p->body, &style, cells[k]);
    }
    csv_end(&p->body);
  }
  return true;
}

bool handle_goals(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  if (answer_wants(q, MEDIA_HTML)) return write_page(view, q, p, e);
  return answer_wants(q, MEDIA_CSV) ? write_csv(view, q, p, e) : write_json(view, q, p, e);
}
