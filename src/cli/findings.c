#include "findings.h"
#include <stdlib.h>

/* ---- decisions ---- */

static bool keep(void *user, const struct decision *x, struct err *e) {
  (void)e;
  struct decisions *all = user;
  mem_grow((void **)&all->item, &all->cap, all->n + 1, sizeof *all->item);
  struct decision *d = &all->item[all->n++];
  *d = *x;
  struct str *texts[] = {&d->subject, &d->verdict,   &d->note,      &d->by,
                         &d->at,      &d->undone_by, &d->undone_at, &d->undone_note};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) *texts[i] = arena_str(all->arena, *texts[i]);
  return true;
}

bool decisions_load(struct db *d, struct decisions *out, struct err *e) {
  *out = (struct decisions){.arena = arena_new(0)};
  return decision_each(d, false, keep, out, e);
}

void decisions_free(struct decisions *x) {
  free(x->item);
  arena_free(x->arena);
}

static int by_subject(const void *key, const void *item) {
  return str_cmp(*(const struct str *)key, ((const struct decision *)item)->subject);
}

const struct decision *decisions_find(const struct decisions *x, struct str key) {
  return x->n ? bsearch(&key, x->item, x->n, sizeof *x->item, by_subject) : NULL;
}

/* ---- text ---- */

static const char *severity(const struct cli *c, const char *code) {
  if (strcmp(code, "error") == 0) return "error";
  return strcmp(code, "note") == 0 ? cli_say(c, "nota", "note") : cli_say(c, "aviso", "warning");
}

void finding_write_text(struct cli *c, const struct discrepancy *x, const struct decision *decided) {
  struct str sentence = c->lang == CLI_ES ? x->es : x->en;
  const char *on = !c->colour ? "" : strcmp(x->severity, "note") == 0 ? "\033[36m" : "\033[33m";
  buf_printf(&c->out, "%s%s%s [%s]: %.*s\n", on, severity(c, x->severity), c->colour ? "\033[0m" : "", x->rule,
             STR_ARG(sentence));
  buf_printf(&c->out, "    %.*s", STR_ARG(x->key));
  if (decided) {
    buf_printf(&c->out, " · %.*s (%.*s, %.10s)", STR_ARG(decided->verdict), STR_ARG(decided->by),
               decided->at.n ? decided->at.p : "");
    if (decided->note.n) buf_printf(&c->out, ": %.*s", STR_ARG(decided->note));
  }
  buf_add_char(&c->out, '\n');
}

void finding_write_rest(struct cli *c) {
  size_t n;
  const struct discrepancy_rule *rules = discrepancy_rules(&n);
  for (size_t i = 0; i < n; i++) {
    uint64_t all = discrepancy_count(rules[i].code);
    if (all > DISCREPANCY_MAX_PER_RULE)
      buf_printf(&c->out, cli_say(c, "[%s]: %llu en total; se muestran %d\n", "[%s]: %llu in all; %d are shown\n"),
                 rules[i].code, (unsigned long long)all, DISCREPANCY_MAX_PER_RULE);
  }
}

/* ---- JSON ---- */

static void write_figure(struct cli *c, const char *name, bool has, i128 minor) {
  jw_key(&c->w, name);
  if (has) jw_minor(&c->w, minor);
  else jw_null(&c->w);
}

static void write_lists(struct cli *c, const struct discrepancy *x) {
  jw_key(&c->w, "subjects");
  jw_array(&c->w);
  for (size_t i = 0; i < x->n_subjects; i++) {
    jw_object(&c->w);
    jw_kv_z(&c->w, "type", x->subjects[i].type);
    jw_kv_str(&c->w, "code", x->subjects[i].code);
    jw_end(&c->w);
  }
  jw_end(&c->w);
  jw_key(&c->w, "claims");
  jw_array(&c->w);
  for (size_t i = 0; i < x->n_claims; i++) {
    jw_object(&c->w);
    jw_kv_int(&c->w, "claim", x->claims[i].claim_id);
    jw_kv_str(&c->w, "field", x->claims[i].field);
    jw_kv_str(&c->w, "raw", x->claims[i].raw);
    jw_end(&c->w);
  }
  jw_end(&c->w);
}

void finding_write_json(struct cli *c, const struct discrepancy *x, const struct decision *decided) {
  jw_object(&c->w);
  jw_kv_str(&c->w, "key", x->key);
  jw_kv_z(&c->w, "rule", x->rule);
  jw_kv_z(&c->w, "kind", discrepancy_kind_code(x->kind));
  jw_kv_z(&c->w, "severity", x->severity);
  jw_kv_str(&c->w, "es", x->es);
  jw_kv_str(&c->w, "en", x->en);
  write_figure(c, "stated", x->has_stated, x->stated);
  write_figure(c, "computed", x->has_computed, x->computed);
  write_figure(c, "difference", x->has_difference, x->difference);
  jw_kv_str(&c->w, "currency", x->currency);
  jw_kv_int(&c->w, "score", x->score);
  write_lists(c, x);
  jw_key(&c->w, "decision");
  if (decided) {
    jw_object(&c->w);
    jw_kv_str(&c->w, "verdict", decided->verdict);
    jw_kv_str(&c->w, "by", decided->by);
    jw_kv_str(&c->w, "at", decided->at);
    jw_kv_str(&c->w, "note", decided->note);
    jw_end(&c->w);
  } else {
    jw_null(&c->w);
  }
  jw_end(&c->w);
}
