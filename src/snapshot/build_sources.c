/* Where things come from: labels of codes, documents, claims, batches, exchange rates. */
#include "builder.h"

static bool read_label(struct builder *b, struct db_stmt *s, struct err *e) {
  (void)e;
  struct snap_label *l = builder_append(b, SNAP_SEC_label);
  *l = (struct snap_label){builder_column(b, s, 0), builder_column(b, s, 1), builder_column(b, s, 2),
                           builder_column(b, s, 3)};
  return true;
}

static bool read_document(struct builder *b, struct db_stmt *s, struct err *e) {
  (void)e;
  struct snap_document *d = builder_append(b, SNAP_SEC_document);
  *d = (struct snap_document){builder_column(b, s, 1), builder_column(b, s, 2)};
  id_map_add(&b->documents, db_col_int(s, 0));
  return true;
}

static bool read_batch(struct builder *b, struct db_stmt *s, struct err *e) {
  (void)e;
  struct snap_rec_batch *x = builder_append(b, SNAP_SEC_batch);
  *x = (struct snap_rec_batch){.at = builder_column(b, s, 3),
                               .actor = builder_column(b, s, 4),
                               .rows = db_col_int(s, 5),
                               .added = db_col_int(s, 6),
                               .changed = db_col_int(s, 7),
                               .same = db_col_int(s, 8),
                               .document = builder_row(&b->documents, s, 1),
                               .kind = builder_code(b, s, 2)};
  id_map_add(&b->batches, db_col_int(s, 0));
  return true;
}

static bool read_claim(struct builder *b, struct db_stmt *s, struct err *e) {
  (void)e;
  mem_grow((void **)&b->claim, &b->cap_claims, b->claims.n + 1, sizeof *b->claim);
  b->claim[b->claims.n] = (struct claim){
      .locator = builder_column(b, s, 2), .raw = builder_column(b, s, 3), .document = builder_row(&b->documents, s, 1)};
  id_map_add(&b->claims, db_col_int(s, 0));
  return true;
}

static bool read_rate(struct builder *b, struct db_stmt *s, struct err *e) {
  (void)e;
  uint32_t claim = builder_row(&b->claims, s, 7);
  if (claim != SNAPSHOT_NONE && b->claim[claim].rate == 0) b->claim[claim].rate = (uint32_t)b->rates.n + 1;
  struct snap_rec_rate *r = builder_append(b, SNAP_SEC_rate);
  *r = (struct snap_rec_rate){.rate = builder_column(b, s, 1),
                              .raw = builder_column(b, s, 2),
                              .date = builder_date(b, s, 3),
                              .from = builder_code(b, s, 4),
                              .to = builder_code(b, s, 5),
                              .kind = builder_code(b, s, 6)};
  id_map_add(&b->rates, db_col_int(s, 0));
  return true;
}

bool build_sources(struct builder *b, struct err *e) {
  static const char *const labels = "SELECT list, code, label_es, label_en FROM code ORDER BY list, sort, code";
  static const char *const documents = "SELECT id, title, licence FROM source_document ORDER BY id";
  static const char *const batches =
      "SELECT id, document_id, kind, started_at, actor, rows, added, changed, same FROM import_batch ORDER BY id";
  static const char *const claims = "SELECT id, document_id, locator, raw FROM claim ORDER BY id";
  static const char *const rates =
      "SELECT id, rate_dec, raw, date, from_currency, to_currency, kind, claim_id FROM exchange_rate ORDER BY id";
  return builder_read(b, labels, read_label, e) && builder_read(b, documents, read_document, e) &&
         builder_read(b, batches, read_batch, e) && builder_read(b, claims, read_claim, e) &&
         builder_read(b, rates, read_rate, e);
}
