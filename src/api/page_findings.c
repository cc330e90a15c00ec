/* /inconsistencias: the ledger, rule by rule, with what stands in the source, what was computed, the difference, and what a person
 * decided; as a page, as JSON and as CSV. */
#include <stdio.h>

#include "domain/discrepancy.h"
#include "answer_table.h"
#include "page_parts.h"

struct ledger {
  const struct snapshot *s;
  const struct http_request *q;
  struct str rule;    /* regla=; "" all */
  struct str project; /* proyecto=; "" all */
  bool open_only;     /* abiertas=1 */
};

static bool is_wanted(const struct ledger *l, uint32_t i, const struct snap_finding *f) {
  if (l->rule.n && !str_eq(l->rule, f->rule)) return false;
  if (l->open_only && f->verdict.n) return false;
  return !l->project.n || page_finding_is_about(l->s, i, l->project);
}

static const struct discrepancy_rule *rule_of(struct str code) {
  size_t n;
  const struct discrepancy_rule *rules = discrepancy_rules(&n);
  for (size_t i = 0; i < n; i++)
    if (str_is(code, rules[i].code)) return &rules[i];
  return NULL;
}

/* ---- page ---- */

/* A figure or a network stands on a page with others. */
static void write_record_subject(struct html *h, const struct ledger *l, const struct snap_finding_subject *about) {
  struct snap_record r;
  const char *page = NULL;
  struct str at = about->code;
  if (str_is(about->type, "red")) page = "/redes";
  if (str_is(about->type, "serie") || str_is(about->type, "valor")) page = "/estadisticas";
  if (str_is(about->type, "meta")) page = "/metas";
  if (!page || !snapshot_record(l->s, about->row, &r)) {
    html_text(h, about->code);
    return;
  }
  if (str_is(about->type, "valor")) at = page_record(l->s, about->row, "serie");
  const char *part = str_is(about->type, "red") ? "" : str_is(about->type, "meta") ? "meta-" : "serie-";
  html_link(
      h, arena_printf(l->q->arena, "%s%s#%s%s", page, answer_en(l->q) ? "?lang=en" : "", part, answer_encode(l->q, at)),
      about->code);
}

static void write_subjects(struct html *h, const struct ledger *l, uint32_t i) {
  struct snap_finding_subject about;
  html_open(h, "p", NULL);
  html_say(h, "Sobre: ", "About: ");
  for (uint32_t k = 0; snapshot_finding_subject(l->s, i, k, &about); k++) {
    if (k) html_z(h, "; ");
    if (about.row == SNAPSHOT_NONE) html_text(h, about.code);
    else if (str_is(about.type, "proyecto")) page_project_link(h, l->q, l->s, about.row);
    else if (str_is(about.type, "area")) page_area_link(h, l->q, l->s, about.row);
    else if (str_is(about.type, "actor")) page_actor_link(h, l->q, l->s, about.row);
    else write_record_subject(h, l, &about);
  }
  html_close(h, "p");
}

static void write_figure(struct html *h, const char *es, const char *en, bool has, i128 minor, struct str currency) {
  if (!has) return;
  page_fact_begin(h, es, en);
  if (currency.n) html_money(h, minor, currency);
  else html_count(h, (int64_t)(minor / 100));
  page_fact_end(h);
}

static void write_figures(struct html *h, const struct snap_finding *f) {
  if (!f->has_stated && !f->has_computed && !f->has_difference && !f->score) return;
  html_open(h, "dl", "class", "cifras", NULL);
  write_figure(h, "Dice la fuente", "The source says", f->has_stated, f->stated, f->currency);
  write_figure(h, "Se calculó", "Computed", f->has_computed, f->computed, f->currency);
  write_figure(h, "Diferencia", "Difference", f->has_difference, f->difference, f->currency);
  if (f->score) {
    page_fact_begin(h, "Puntaje", "Score");
    html_count(h, f->score);
    html_z(h, " / 100");
    page_fact_end(h);
  }
  html_close(h, "dl");
}

static void write_claims(struct html *h, const struct ledger *l, uint32_t i) {
  struct snap_finding_claim c;
  if (!snapshot_finding_claim(l->s, i, 0, &c)) return;
  html_open(h, "details", NULL);
  html_element_say(h, "summary", "Lo que está escrito, y dónde", "What is written, and where");
  html_open(h, "ul", NULL);
  for (uint32_t k = 0; snapshot_finding_claim(l->s, i, k, &c); k++) {
    html_open(h, "li", NULL);
    if (c.raw.n) {
      html_say(h, "«", "“");
      html_text(h, c.raw);
      html_say(h, "»", "”");
    }
    if (c.field.n) {
      html_z(h, " (");
      html_text(h, c.field);
      html_z(h, ")");
    }
    html_z(h, " — ");
    page_source(h, c.source_title, c.source_locator);
    html_close(h, "li");
  }
  html_close(h, "ul");
  html_close(h, "details");
}

static void write_decision(struct html *h, const struct snapshot *s, const struct snap_finding *f) {
  html_open(h, "p", "class", "tenue", NULL);
  if (!f->verdict.n) {
    html_say(h, "Sin decidir.", "Not decided.");
  } else {
    html_text(h, snapshot_label(s, "verdict", f->verdict, h->lang));
    html_say(h, " por ", " by ");
    html_text(h, f->by);
    html_z(h, ", ");
    html_text(h, f->at);
    if (f->note.n) html_z(h, ": ");
    html_text(h, f->note);
  }
  html_close(h, "p");
}

static void write_finding(struct html *h, const struct ledger *l, uint32_t i, const struct snap_finding *f) {
  html_open(h, "section", "class", "hallazgo", "id", arena_strndup(l->q->arena, f->key.p, f->key.n), NULL);
  html_open(h, "p", NULL);
  html_text(h, h->lang == SNAP_EN ? f->en : f->es);
  html_close(h, "p");
  write_figures(h, f);
  write_subjects(h, l, i);
  write_claims(h, l, i);
  write_decision(h, l->s, f);
  html_close(h, "section");
}

static void begin_rule(struct html *h, const struct ledger *l, struct str code) {
  const struct discrepancy_rule *rule = rule_of(code);
  html_open(h, "h2", NULL);
  if (rule) html_say(h, rule->title_es, rule->title_en);
  else html_text(h, code);
  html_z(h, " (");
  html_count(h, (int64_t)snapshot_finding_count(l->s, code));
  html_z(h, ")");
  html_close(h, "h2");
  if (rule) html_element(h, "p", "tenue", str_from(html_pick(h, rule->why_es, rule->why_en)));
}

static void write_page(const struct ledger *l, struct http_response *p) {
  struct html h;
  struct snap_finding f;
  struct str rule = {0};
  uint32_t shown = 0;
  page_begin(&h, l->q, p, str_from(answer_pick(l->q, "Inconsistencias", "Inconsistencies")), "/inconsistencias");
  html_element_say(&h, "p",
                   "Lo que no puede estar todo bien. Nada se corrige aquí: cada cifra queda como está escrita, con lo "
                   "que se calculó y la diferencia, hasta que una persona decide.",
                   "What cannot all be right. Nothing is corrected here: every figure stays as printed, with what was "
                   "computed and the difference, until a person decides.");
  page_forms(&h, l->q);
  for (uint32_t i = 0; snapshot_finding(l->s, i, &f); i++) {
    if (!is_wanted(l, i, &f)) continue;
    if (!str_eq(rule, f.rule)) begin_rule(&h, l, f.rule);
    rule = f.rule;
    write_finding(&h, l, i, &f);
    shown++;
  }
  if (!shown) html_element_say(&h, "p", "Ninguna.", "None.");
  html_end_page(&h);
}

/* ---- JSON ---- */

static void json_decision(struct jw *w, const struct snap_finding *f) {
  jw_key(w, "decision");
  if (!f->verdict.n) {
    jw_null(w);
    return;
  }
  jw_object(w);
  jw_kv_str(w, "veredicto", f->verdict);
  jw_kv_str(w, "por", f->by);
  jw_kv_str(w, "fecha", f->at);
  answer_kv_text(w, "nota", f->note);
  jw_end(w);
}

static void json_finding(struct jw *w, const struct ledger *l, uint32_t i, const struct snap_finding *f) {
  struct snap_finding_subject about;
  struct snap_finding_claim c;
  jw_object(w);
  jw_kv_str(w, "clave", f->key);
  jw_kv_str(w, "regla", f->rule);
  jw_kv_str(w, "clase", f->kind);
  jw_kv_str(w, "gravedad", f->severity);
  jw_kv_str(w, "texto", answer_en(l->q) ? f->en : f->es);
  answer_kv_figure(w, "dice", f->has_stated, f->stated);
  answer_kv_figure(w, "calculado", f->has_computed, f->computed);
  answer_kv_figure(w, "diferencia", f->has_difference, f->difference);
  answer_kv_text(w, "moneda", f->currency);
  answer_kv_count(w, "puntaje", f->score ? (int64_t)f->score : -1);
  jw_key(w, "sobre");
  jw_array(w);
  for (uint32_t k = 0; snapshot_finding_subject(l->s, i, k, &about); k++) {
    jw_object(w);
    jw_kv_str(w, "tipo", about.type);
    jw_kv_str(w, "codigo", about.code);
    jw_end(w);
  }
  jw_end(w);
  jw_key(w, "afirmaciones");
  jw_array(w);
  for (uint32_t k = 0; snapshot_finding_claim(l->s, i, k, &c); k++) {
    jw_object(w);
    answer_kv_text(w, "campo", c.field);
    answer_kv_text(w, "escrito", c.raw);
    answer_kv_text(w, "fuente", c.source_title);
    answer_kv_text(w, "localizador", c.source_locator);
    jw_end(w);
  }
  jw_end(w);
  json_decision(w, f);
  jw_end(w);
}

static void write_json(const struct ledger *l, struct http_response *p) {
  struct jw w;
  struct snap_finding f;
  size_t n;
  const struct discrepancy_rule *rules = discrepancy_rules(&n);
  jw_init(&w, &p->body);
  jw_object(&w);
  jw_key(&w, "reglas");
  jw_array(&w);
  for (size_t i = 0; i < n; i++) {
    jw_object(&w);
    jw_kv_z(&w, "regla", rules[i].code);
    jw_kv_z(&w, "titulo", answer_pick(l->q, rules[i].title_es, rules[i].title_en));
    jw_kv_int(&w, "cuenta", (int64_t)snapshot_finding_count(l->s, str_from(rules[i].code)));
    jw_end(&w);
  }
  jw_end(&w);
  jw_key(&w, "inconsistencias");
  jw_array(&w);
  for (uint32_t i = 0; snapshot_finding(l->s, i, &f); i++)
    if (is_wanted(l, i, &f)) json_finding(&w, l, i, &f);
  jw_end(&w);
  jw_end(&w);
}

/* ---- CSV ---- */

static void csv_finding(struct answer_csv *t, const struct ledger *l, uint32_t i, const struct snap_finding *f) {
  struct snap_finding_subject about;
  struct snap_finding_claim c;
  struct buf codes = {0}, printed = {0}, places = {0};
  for (uint32_t k = 0; snapshot_finding_subject(l->s, i, k, &about); k++) {
    if (k) buf_add_z(&codes, "; ");
    buf_add_str(&codes, about.code);
  }
  for (uint32_t k = 0; snapshot_finding_claim(l->s, i, k, &c); k++) {
    if (k) buf_add_z(&printed, "; ");
    buf_add_str(&printed, c.raw);
    if (k) buf_add_z(&places, "; ");
    buf_add_str(&places, c.source_title);
    if (c.source_locator.n) buf_add_z(&places, ", ");
    buf_add_str(&places, c.source_locator);
  }
  const struct str head[] = {f->key, f->rule, f->kind, f->severity, answer_en(l->q) ? f->en : f->es, buf_str(&codes)};
  answer_csv_texts(t, head, sizeof head / sizeof *head);
  answer_csv_figure(t, f->has_stated, f->stated);
  answer_csv_figure(t, f->has_computed, f->computed);
  answer_csv_figure(t, f->has_difference, f->difference);
  const struct str tail[] = {f->currency, buf_str(&printed), buf_str(&places), f->verdict, f->by, f->at, f->note};
  answer_csv_texts(t, tail, sizeof tail / sizeof *tail);
  answer_csv_end(t);
  buf_free(&codes);
  buf_free(&printed);
  buf_free(&places);
}

static void write_csv(const struct ledger *l, struct http_response *p) {
  static const char *const names[] = {"clave",     "regla",     "clase",      "gravedad", "texto",   "sobre",
                                      "dice",      "calculado", "diferencia", "moneda",   "escrito", "fuentes",
                                      "veredicto", "por",       "fecha",      "nota"};
  struct answer_csv t = answer_csv_begin(l->q, p);
  struct snap_finding f;
  answer_csv_names(&t, names, sizeof names / sizeof *names);
  answer_csv_end(&t);
  for (uint32_t i = 0; snapshot_finding(l->s, i, &f); i++)
    if (is_wanted(l, i, &f)) csv_finding(&t, l, i, &f);
}

bool handle_findings(void *app, void *view, const struct http_request *q, struct http_response *p, struct err *e) {
  (void)app;
  const struct http_param *rule = http_param(q, "regla"), *project = http_param(q, "proyecto"),
                          *open = http_param(q, "abiertas");
  struct ledger l = {.s = view, .q = q, .open_only = open && open->i == 0};
  if (rule) l.rule = rule->text;
  if (project) l.project = project->text;
  if (l.rule.n && !rule_of(l.rule))
    return err_set(e, ERR_INPUT,
                   answer_pick(q, "regla=%.*s: no hay esa regla; están en /inconsistencias?f=json",
                               "regla=%.*s: there is no such rule; they are in /inconsistencias?f=json"),
                   STR_ARG(l.rule));
  if (answer_wants(q, MEDIA_HTML)) write_page(&l, p);
  else if (answer_wants(q, MEDIA_CSV)) write_csv(&l, p);
  else write_json(&l, p);
  return true;
}
