/* Fields that some agreements and projects have and others do not. Who has one is a bit for each activity; one pass over the
 * activities then counts who has none. */
#include <stdlib.h>
#include "discrepancy_internal.h"

struct field {
  const char *code, *es, *en;
  const char *sql; /* ids of the activities that have it in rows of their own, or NULL */
};
static const struct field fields[] = {
    {"tipo-cooperacion", "tipo de cooperación", "type of cooperation", NULL},
    {"ejecutor", "ejecutor", "implementer", "SELECT activity_id FROM participating_org WHERE role = '4'"},
    {"vigencia", "vigencia", "term", "SELECT activity_id FROM activity_date WHERE type IN ('3', '4', 'expires')"},
    {"tasa", "tasa de cambio", "exchange rate", "SELECT activity_id FROM contribution WHERE rate_id IS NOT NULL"},
    {"fecha", "fecha", "date", "SELECT activity_id FROM activity_date"},
    {"valor", "valor", "value", "SELECT activity_id FROM contribution"},
    {"personas", "personas", "people", "SELECT activity_id FROM beneficiary_group WHERE number IS NOT NULL"},
    {"lugar", "lugar", "place", "SELECT activity_id FROM activity_location WHERE scope <> 'unknown'"},
    {"tema", "tema", "theme", "SELECT activity_id FROM classification"},
    {"estado", "estado", "status", NULL},
    {"modalidad", "modalidad", "modality", NULL},
};
enum { FIELDS = sizeof fields / sizeof *fields };

/* The fields that an activity has in its own row: bits in the order of `fields`, in one pass instead of one for each. */
static const char SQL_OWN[] = "SELECT id, (cooperation_type IS NOT NULL) | ((vigencia_raw IS NOT NULL) << 2) | "
                              "((total_dec IS NOT NULL OR no_disbursement = 1) << 5) | ((people IS NOT NULL) << 6) | "
                              "((activity_status IS NOT NULL) << 9) | ((modality IS NOT NULL) << 10) FROM activity";
static const char SQL_ACTIVITIES[] =
    "SELECT id, code, claim_id FROM activity WHERE kind IN ('proyecto', 'convenio', 'convenio-marco') ORDER BY id";

struct example {
  struct str code;
  int64_t claim_id;
};
struct missing {
  struct ledger *l;
  uint16_t *has; /* by id: a bit for each field */
  int64_t max_id;
  bool is_known[FIELDS]; /* somebody has it */
  uint64_t all, without[FIELDS];
  struct example first[FIELDS][LEDGER_MAX_SUBJECTS]; /* the first by code */
  size_t n[FIELDS];
};

static bool read_max(struct missing *m, struct err *e) {
  struct db_stmt *s;
  bool row;
  if (!db_prepare(m->l->db, "SELECT max(id) FROM activity", &s, e)) return false;
  db_stmt_begin(s);
  if (!db_step(s, &row, e)) return false;
  m->max_id = row && !db_col_null(s, 0) ? db_col_int(s, 0) : 0;
  m->has = mem_calloc((size_t)m->max_id + 1, sizeof *m->has);
  return true;
}

static bool mark_own(struct missing *m, struct err *e) {
  struct db_stmt *s;
  bool row = false;
  unsigned any = 0;
  if (!db_prepare(m->l->db, SQL_OWN, &s, e)) return false;
  db_stmt_begin(s);
  for (;;) {
    if (!db_step(s, &row, e)) return false;
    if (!row) break;
    int64_t id = db_col_int(s, 0);
    unsigned has = (unsigned)db_col_int(s, 1);
    any |= has;
    if (id >= 0 && id <= m->max_id) m->has[id] = (uint16_t)(m->has[id] | has);
  }
  for (size_t f = 0; f < FIELDS; f++) m->is_known[f] |= any >> f & 1;
  return true;
}

static bool mark(struct missing *m, size_t field, struct err *e) {
  struct db_stmt *s;
  bool row = false;
  if (!fields[field].sql) return true;
  if (!db_prepare(m->l->db, fields[field].sql, &s, e)) return false;
  db_stmt_begin(s);
  for (;;) {
    if (!db_step(s, &row, e)) return false;
    if (!row) return true;
    int64_t id = db_col_int(s, 0);
    m->is_known[field] = true;
    if (id >= 0 && id <= m->max_id) m->has[id] = (uint16_t)(m->has[id] | 1u << field);
  }
}

static void keep_first(struct missing *m, size_t field, struct str code, int64_t claim_id) {
  struct example *first = m->first[field];
  size_t at = m->n[field];
  if (at == LEDGER_MAX_SUBJECTS && str_cmp(code, first[at - 1].code) >= 0) return;
  if (at == LEDGER_MAX_SUBJECTS) at--;
  else m->n[field]++;
  for (; at > 0 && str_cmp(code, first[at - 1].code) < 0; at--) first[at] = first[at - 1];
  first[at] = (struct example){arena_str(m->l->arena, code), claim_id};
}

static bool count(struct missing *m, struct err *e) {
  struct db_stmt *s;
  bool row = false;
  if (!db_prepare(m->l->db, SQL_ACTIVITIES, &s, e)) return false;
  db_stmt_begin(s);
  for (;;) {
    if (!db_step(s, &row, e)) return false;
    if (!row) return true;
    unsigned has = m->has[db_col_int(s, 0)];
    m->all++;
    for (size_t f = 0; f < FIELDS; f++) {
      if (has >> f & 1 || !m->is_known[f]) continue;
      m->without[f]++;
      keep_first(m, f, db_col_str(s, 1), db_col_int(s, 2));
    }
  }
}

static void report(struct missing *m, size_t f) {
  struct ledger *l = m->l;
  struct str code = str_from(fields[f].code);
  struct ledger_entry *x =
      m->is_known[f] && m->without[f] && m->without[f] < m->all ? ledger_add(l, LEDGER_MISSING, &code, 1) : NULL;
  if (!x) return;
  struct buf list = {0};
  for (size_t i = 0; i < m->n[f]; i++) {
    ledger_subject(l, x, "proyecto", m->first[f][i].code);
    ledger_claim(l, x, m->first[f][i].claim_id, fields[f].code, STR(""));
    buf_printf(&list, "%s%.*s", i ? ", " : "", STR_ARG(m->first[f][i].code));
  }
  if (m->without[f] > m->n[f]) buf_add_z(&list, ", …");
  LEDGER_SAY(l, x, "{0}: sin dato en {1} de {2} convenios y proyectos: {3}",
             "{0}: no data for {1} of {2} agreements and projects: {3}", ledger_both(fields[f].es, fields[f].en),
             ledger_number(l, (int64_t)m->without[f]), ledger_number(l, (int64_t)m->all), ledger_text(buf_str(&list)));
  buf_free(&list);
}

bool ledger_find_missing(struct ledger *l, struct err *e) {
  struct missing *m = mem_calloc(1, sizeof *m);
  m->l = l;
  bool ok = read_max(m, e) && mark_own(m, e);
  for (size_t f = 0; ok && f < FIELDS; f++) ok = mark(m, f, e);
  ok = ok && count(m, e);
  for (size_t f = 0; ok && f < FIELDS; f++) report(m, f);
  free(m->has);
  free(m);
  return ok;
}
