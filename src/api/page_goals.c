/* /metas: the goals as the source states them, each with how far the records say it is. */
#include <stdio.h>

#include "domain/record.h"
#include "answer_table.h"
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

static void json_progress(struct jw *w, const struct http_request *q, const struct goal_progress *p) {
  jw_key(w, "avance");
  if (!p->known) {
    jw_null(w);
    return;
  }
  jw_object(w);
  jw_kv_int(w, "valor", p->value);
  answer_kv_count(w, "de", p->of);
  jw_kv_z(w, "unidad", answer_pick(q, p->unit_es, p->unit_en));
  answer_kv_figure(w, "monto", p->has_amount, p->amount_minor);
  answer_kv_text(w, "moneda", p->currency);
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
    answer_kv_text(&w, "anio", g.year);
    answer_kv_text(&w, "estado", g.status);
    answer_kv_text(&w, "indicador", g.metric);
    answer_kv_text(&w, "valor_meta", g.target);
    json_progress(&w, q, &g.progress);
    answer_kv_text(&w, "fuente", g.record.source_title);
    answer_kv_text(&w, "localizador", g.record.source_locator);
    jw_end(&w);
  }
  jw_end(&w);
  jw_end(&w);
  return true;
}

static bool write_csv(struct snapshot *s, const struct http_request *q, struct http_response *p, struct err *e) {
  static const char *const names[] = {"codigo",     "texto",  "anio",   "estado",     "indicador",
                                      "valor_meta", "avance", "fuente", "localizador"};
  struct answer_csv t = answer_csv_begin(q, p);
  uint32_t begin, end;
  answer_csv_names(&t, names, sizeof names / sizeof *names);
  answer_csv_end(&t);
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
    answer_csv_texts(&t, cells, sizeof cells / sizeof *cells);
    answer_csv_end(&t);
  }
  return true;
}

bool handle_goals(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  if (answer_wants(q, MEDIA_HTML)) return write_page(view, q, p, e);
  return answer_wants(q, MEDIA_CSV) ? write_csv(view, q, p, e) : write_json(view, q, p, e);
}
