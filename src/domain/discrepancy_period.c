/* Periods that cannot be, in every text that carries one, and ends before beginnings. */
#include <stdlib.h>
#include "core/text.h"
#include "discrepancy_internal.h"
#include "domain/period.h"

/* Each source gives: code, type of subject, field, text, claim. */
static const char SQL_DOCUMENTS[] = "SELECT id, 'documento', 'titulo', title, 0 FROM source_document ORDER BY id";
static const char SQL_SERIES[] = "SELECT code, 'serie', 'titulo', title, claim_id FROM statistic_series UNION ALL "
                                 "SELECT code, 'serie', 'periodo', period_raw, "
                                 "claim_id FROM statistic_series UNION ALL SELECT code, 'valor', 'periodo', "
                                 "period_raw, claim_id FROM statistic_value UNION ALL "
                                 "SELECT code, 'valor', 'etiqueta', label, claim_id FROM statistic_value ORDER BY 1, 3";
static const char SQL_VIGENCIA[] =
    "SELECT code, 'proyecto', 'vigencia', vigencia_raw, claim_id FROM activity WHERE vigencia_raw IS NOT NULL";
static const char SQL_TITLES[] = "SELECT id, 'proyecto', 'titulo', title, claim_id FROM activity ORDER BY id";
static const char SQL_NOTES[] =
    "SELECT n.activity_id, 'proyecto', n.type, n.text, 0 FROM narrative AS n WHERE n.type IN ('nota', 'titulo')";
static const char SQL_RECORDS[] =
    "SELECT code, 'red', 'nombre', name, claim_id FROM network UNION ALL SELECT code, 'red', 'nota', note, claim_id "
    "FROM network "
    "UNION ALL SELECT code, 'serie', 'nota', note, claim_id FROM statistic_series ORDER BY 1, 3";

enum source_flags {
  BY_ID = 1,   /* the code is that of activity `id` */
  IN_TEXT = 2, /* free text: "2011-1234" may be a number of a contract there */
  DOCUMENT = 4 /* known by its title */
};

/* In free text a fault counts only if it looks like a slip of the pen: five digits, or two years of one lifetime. */
static bool is_slip(const struct period *p) {
  enum { LIFETIME = 60 };
  if (p->fault == PERIOD_REVERSED) return p->from - p->to <= LIFETIME;
  return p->from > 9999 || p->to > 9999;
}

static bool report(struct ledger *l, struct db_stmt *s, unsigned flags, const struct period *p, struct err *e) {
  struct buf slug = {0};
  struct str code = db_col_str(s, 0), text = db_col_str(s, 3);
  int64_t claim = db_col_int(s, 4);
  if (flags & BY_ID && !ledger_activity(l, db_col_int(s, 0), &code, &claim, e)) return false;
  if (flags & DOCUMENT) {
    text_slug(&slug, text);
    code = buf_str(&slug);
  }
  struct str field = db_col_str(s, 2), codes[] = {code, field};
  struct ledger_entry *x = ledger_add(l, LEDGER_PERIOD, codes, 2);
  if (x) {
    const char *const types[] = {"proyecto", "serie", "valor", "red", "documento"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
      if (str_is(db_col_str(s, 1), types[i])) ledger_subject(l, x, types[i], code);
    ledger_claim(l, x, claim, arena_strndup(l->arena, field.p, field.n), text);
    LEDGER_SAY(l, x, "{0}, {1}: «{2}» no puede ser un periodo ({3}) en «{4}»",
               "{0}, {1}: “{2}” cannot be a period ({3}) in “{4}”", ledger_text(code), ledger_text(field),
               ledger_text(p->raw),
               p->fault == PERIOD_YEAR ? ledger_both("un año fuera de 1900-2100", "a year outside 1900-2100")
                                       : ledger_both("termina antes de empezar", "it ends before it begins"),
               ledger_text(text));
  }
  buf_free(&slug);
  return true;
}

static bool look_through(struct ledger *l, const char *sql, unsigned flags, struct err *e) {
  struct db_stmt *s;
  bool row = false;
  if (!db_prepare(l->db, sql, &s, e)) return false;
  db_stmt_begin(s);
  for (;;) {
    if (!db_step(s, &row, e)) return false;
    if (!row) return true;
    struct str rest = db_col_str(s, 3);
    struct period p;
    while (period_next(&rest, &p)) {
      if (p.fault == PERIOD_FINE || (flags & IN_TEXT && !is_slip(&p))) continue;
      if (!report(l, s, flags, &p, e)) return false;
      break;
    }
  }
}

bool ledger_find_periods(struct ledger *l, struct err *e) {
  return look_through(l, SQL_DOCUMENTS, DOCUMENT, e) && look_through(l, SQL_SERIES, 0, e) &&
         look_through(l, SQL_RECORDS, IN_TEXT, e) && look_through(l, SQL_VIGENCIA, 0, e) &&
         look_through(l, SQL_TITLES, BY_ID | IN_TEXT, e) && look_through(l, SQL_NOTES, BY_ID | IN_TEXT, e);
}

/* ---- dates ---- */

static const char SQL_DATES[] =
    "SELECT activity_id, type, date FROM activity_date WHERE type IN ('1', '2', '3', '4') ORDER BY activity_id";

enum { DATE_SIZE = 16 };
struct times {
  int64_t id;
  char start[DATE_SIZE], end[DATE_SIZE]; /* the latest start, the earliest end; "" */
};

static bool compare_times(struct ledger *l, const struct times *t, struct err *e) {
  size_t n = strlen(t->start) < strlen(t->end) ? strlen(t->start) : strlen(t->end);
  struct str code;
  int64_t claim;
  if (!n || strncmp(t->end, t->start, n) >= 0) return true;
  if (!ledger_activity(l, t->id, &code, &claim, e)) return false;
  struct ledger_entry *x = ledger_add(l, LEDGER_DATES, &code, 1);
  if (!x) return true;
  ledger_subject(l, x, "proyecto", code);
  ledger_claim(l, x, claim, "fecha_inicio", str_from(t->start));
  ledger_claim(l, x, claim, "fecha_fin", str_from(t->end));
  LEDGER_SAY(l, x, "{0}: empieza el {1} y termina antes, el {2}", "{0}: it begins on {1} and ends before that, on {2}",
             ledger_text(code), ledger_text(str_from(t->start)), ledger_text(str_from(t->end)));
  return true;
}

static void take_date(struct times *t, struct str type, struct str date) {
  bool starts = type.p[0] <= '2';
  char *at = starts ? t->start : t->end;
  if (date.n >= DATE_SIZE) return;
  if (*at && (starts ? str_cmp(date, str_from(at)) <= 0 : str_cmp(date, str_from(at)) >= 0)) return;
  memcpy(at, date.p, date.n);
  at[date.n] = '\0';
}

bool ledger_find_dates(struct ledger *l, struct err *e) {
  struct db_stmt *s;
  struct times t = {0};
  bool row = true;
  if (!db_prepare(l->db, SQL_DATES, &s, e)) return false;
  db_stmt_begin(s);
  while (row) {
    if (!db_step(s, &row, e)) return false;
    if (!row || db_col_int(s, 0) != t.id) {
      if (!compare_times(l, &t, e)) return false;
      t = (struct times){.id = row ? db_col_int(s, 0) : 0};
    }
    if (row) take_date(&t, db_col_str(s, 1), db_col_str(s, 2));
  }
  return true;
}
