/* Where things come from: labels of codes, documents, claims, batches, exchange rates. */
#include <stdlib.h>
#include "builder.h"
#include "core/mem.h"

static bool read_labels(struct builder *b, struct err *e) {
  static const char *const sql = "SELECT list, code, label_es, label_en FROM code ORDER BY list, sort, code";
  struct db_stmt *s;
  struct snap_label *labels = NULL;
  size_t n = 0, cap = 0;
  bool row;
  if (!db_prepare(b->db, sql, &s, e)) return false;
  db_stmt_begin(s);
  while (db_step(s, &row, e)) {
    if (!row) {
      builder_set(b, SNAP_SEC_label, labels, n);
      return true;
    }
    mem_grow((void **)&labels, &cap, n + 1, sizeof *labels);
    labels[n++] = (struct snap_label){builder_column(b, s, 0), builder_column(b, s, 1), builder_column(b, s, 2),
                                      builder_column(b, s, 3)};
  }
  free(labels);
  return false;
}

static bool read_documents(struct builder *b, struct err *e) {
  static const char *const sql = "SELECT id, title, licence FROM source_document ORDER BY id";
  struct db_stmt *s;
  struct snap_document *documents = NULL;
  size_t cap = 0;
  bool row;
  if (!db_prepare(b->db, sql, &s, e)) return false;
  db_stmt_begin(s);
  while (db_step(s, &row, e)) {
    if (!row) {
      builder_set(b, SNAP_SEC_document, documents, b->documents.n);
      return true;
    }
    mem_grow((void **)&documents, &cap, b->documents.n + 1, sizeof *documents);
    documents[b->documents.n] = (struct snap_document){builder_column(b, s, 1), builder_column(b, s, 2)};
    id_map_add(&b->documents, db_col_int(s, 0));
  }
  free(documents);
  return false;
}

static bool read_batches(struct builder *b, struct err *e) {
  static const char *const sql = "SELECT id, document_id FROM import_batch ORDER BY id";
  struct db_stmt *s;
  size_t cap = 0;
  bool row;
  if (!db_prepare(b->db, sql, &s, e)) return false;
  db_stmt_begin(s);
  while (db_step(s, &row, e)) {
    if (!row) return true;
    mem_grow((void **)&b->batch_document, &cap, b->batches.n + 1, sizeof *b->batch_document);
    b->batch_document[b->batches.n] = builder_row(&b->documents, s, 1);
    id_map_add(&b->batches, db_col_int(s, 0));
  }
  return false;
}

static bool read_claims(struct builder *b, struct err *e) {
  static const char *const sql = "SELECT id, document_id, locator, raw FROM claim ORDER BY id";
  struct db_stmt *s;
  size_t cap = 0;
  bool row;
  if (!db_prepare(b->db, sql, &s, e)) return false;
  db_stmt_begin(s);
  while (db_step(s, &row, e)) {
    if (!row) return true;
    mem_grow((void **)&b->claim, &cap, b->claims.n + 1, sizeof *b->claim);
    b->claim[b->claims.n] = (struct claim){.locator = builder_column(b, s, 2),
                                           .raw = builder_column(b, s, 3),
                                           .document = builder_row(&b->documents, s, 1)};
    id_map_add(&b->claims, db_col_int(s, 0));
  }
  return false;
}

static bool read_rates(struct builder *b, struct err *e) {
  static const char *const sql =
      "SELECT id, rate_dec, raw, date, from_currency, to_currency, kind FROM exchange_rate ORDER BY id";
  struct db_stmt *s;
  struct snap_rec_rate *rates = NULL;
  size_t cap = 0;
  bool row;
  if (!db_prepare(b->db, sql, &s, e)) return false;
  db_stmt_begin(s);
  while (db_step(s, &row, e)) {
    if (!row) {
      builder_set(b, SNAP_SEC_rate, rates, b->rates.n);
      return true;
    }
    mem_grow((void **)&rates, &cap, b->rates.n + 1, sizeof *rates);
    rates[b->rates.n] = (struct snap_rec_rate){.rate = builder_column(b, s, 1),
                                               .raw = builder_column(b, s, 2),
                                               .date = builder_date(b, s, 3),
                                               .from = builder_code(b, s, 4),
                                               .to = builder_code(b, s, 5),
                                               .kind = builder_code(b, s, 6)};
    id_map_add(&b->rates, db_col_int(s, 0));
  }
  free(rates);
  return false;
}

bool build_sources(struct builder *b, struct err *e) {
  return read_labels(b, e) && read_documents(b, e) && read_batches(b, e) && read_claims(b, e) && read_rates(b, e);
}
