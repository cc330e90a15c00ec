#ifndef DOMAIN_PROJECT_H
#define DOMAIN_PROJECT_H
/* Projects (activities of every kind): what one holds, and load/save. Texts with .n == 0 are stored as NULL ("sin dato"). */
#include "core/buf.h"
#include "core/decimal.h"
#include "core/mem.h"
#include "geo/polygon.h"
#include "store/db.h"
#include "store/history.h"

struct project_narrative {
  struct str type, lang, text;
};
struct project_date {
  struct str type, date, precision;
}; /* ISO to its precision: day, month, year */
struct project_party {
  int64_t organisation_id;
  struct str role /* "1".."4", "" */, role_text;
};
struct project_rate {
  struct str from, to, rate_dec, date, kind, raw;
}; /* one `from` is rate_dec `to` */
struct project_contribution {
  int64_t provider_id, receiver_id; /* 0: sin dato */
  i128 amount;                      /* minor units */
  struct str amount_raw, currency, form, value_date, label_raw;
  bool is_counterpart, has_rate; /* has_rate: converted at the project's rate */
};
struct project_location {
  struct str scope; /* area, point, outline, city, beyond, unknown */
  int64_t area_id;  /* 0: none */
  struct str name_raw, share_basis, method, exactness, reach;
  int32_t share_ppm;             /* -1: none stated */
  double lon, lat;               /* of scope point */
  const struct polygon *outline; /* cleaned; of scope outline */
};
struct project_class {
  struct str vocabulary, code;
  int32_t percent_ppm; /* -1 */
  bool inferred;
};
struct project_related {
  struct str code, type;
};

struct project {
  int64_t id; /* 0: new */
  struct str code, iati_identifier, kind, title, status, cooperation_type, modality;
  bool no_disbursement, has_total, people_approx, has_rate;
  i128 total; /* minor units, as stated; has_total */
  struct str total_raw, currency;
  int64_t people; /* -1: sin dato */
  struct str people_raw, people_unit, vigencia_raw, place_note;
  struct project_rate rate;
  const struct project_narrative *narratives;
  size_t n_narratives;
  const struct project_date *dates;
  size_t n_dates;
  const struct project_party *parties;
  size_t n_parties;
  const struct project_contribution *contributions;
  size_t n_contributions;
  const struct project_location *locations;
  size_t n_locations; /* in order of rank */
  const struct project_class *classes;
  size_t n_classes;
  const struct project_related *related;
  size_t n_related;
  int64_t claim_id;
};
struct project_source { /* where the row stands */
  int64_t document_id;  /* 0: the batch's file */
  struct str locator, raw;
  int64_t claim_id; /* 0: make one if something is written */
};
enum project_saved { PROJECT_ADDED, PROJECT_CHANGED, PROJECT_SAME };

/* Insert, or replace the project of that code with an entry in the history (before, after); nothing is written if it is the
 * same. Inside the open transaction. `fresh`: the caller knows that the code is not in the store. p->id is set. Related
 * projects are not linked here: project_relate, once all of a file are in. */
bool project_save(struct db *d, const struct history_batch *b, struct project *p, const struct project_source *source,
                  bool fresh, enum project_saved *what, struct err *e);
/* Link a saved project to another by code. ERR_NOT_FOUND if there is none. */
bool project_relate(struct db *d, int64_t id, const struct project_related *to, struct err *e);
/* The code of a project that is, through its parents, part of itself; nothing is appended if there is none. */
bool project_find_cycle(struct db *d, struct buf *code, struct err *e);
/* By code, whole, in arena a. ERR_NOT_FOUND. */
bool project_load(struct db *d, struct arena *a, struct str code, struct project *out, struct err *e);
/* Canonical JSON of everything above but id and claim: two projects are the same when their texts are. */
void project_write_json(struct buf *out, const struct project *p);
#endif
