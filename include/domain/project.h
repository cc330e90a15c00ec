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
  struct str amount_raw, currency, form, value_date, label_raw, valuation;
  struct str transaction_type, date, flow_type, finance_type, aid_type; /* of IATI; transaction_type .n 0: a part of the
                                                                           total, as a report prints it */
  bool is_counterpart, has_rate;                                        /* has_rate: converted at the project's rate */
};
struct project_location {
  struct str scope; /* area, point, outline, city, beyond, unknown */
  int64_t area_id;  /* 0: none */
  struct str name_raw, share_basis, method, exactness, reach, class, precision;
  int32_t share_ppm, share_people_ppm; /* -1: none stated */
  double lon, lat;                     /* of scope point */
  const struct polygon *outline;       /* cleaned; of scope outline */
};
struct project_class {
  struct str vocabulary, code;
  int32_t percent_ppm; /* -1 */
  bool inferred;
};
struct project_related {
  struct str code, type;
};
struct project_total { /* stated beside the principal one */
  i128 amount;
  struct str amount_raw, currency, label_raw;
};
struct project_group { /* people, where there is more than `people` says */
  int64_t number;      /* -1: sin dato */
  bool is_approx, is_disjoint;
  struct str unit, raw;
  int64_t area_id; /* 0: none */
};
/* Results in three flat lists, each element naming the one above it by its index. */
struct project_result {
  struct str type, title, description;
  int aggregates; /* 0, 1; -1: sin dato */
};
struct project_indicator {
  size_t result;
  struct str measure, title, description, baseline_year, baseline_value;
  int ascending; /* 0, 1; -1: sin dato */
};
struct project_period {
  size_t indicator;
  struct str start, end, target, actual;
};
struct project_link {
  struct str url, format, category, title, lang, date;
};
/* What an IATI file says and the fields above do not, kept to the letter (see table activity_extra). */
struct project_extra {
  struct str owner, name, xml;
  size_t rank;
};

struct project {
  int64_t id; /* 0: new */
  struct str code, iati_identifier, kind, title, status, cooperation_type, modality;
  bool no_disbursement, has_total, people_approx, has_rate;
  i128 total; /* minor units, as stated; has_total */
  struct str total_raw, currency;
  int64_t people; /* -1: sin dato */
  struct str people_raw, people_unit, vigencia_raw, place_note;
  struct str scope, collaboration_type, lang, flow_type, finance_type, aid_type, tied_status,
      updated;          /* IATI's words */
  int64_t reporting_id; /* 0: nobody but the document says it */
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
  const struct project_total *totals;
  size_t n_totals;
  const struct project_group *groups;
  size_t n_groups;
  const struct project_result *results;
  size_t n_results;
  const struct project_indicator *indicators;
  size_t n_indicators;
  const struct project_period *periods;
  size_t n_periods;
  const struct project_link *links;
  size_t n_links;
  const struct project_extra *extras;
  size_t n_extras;
  unsigned keep; /* PROJECT_KEEP_*: lists that this source cannot carry; what the store has of them stays */
  int64_t claim_id;
};
enum {
  PROJECT_KEEP_TOTALS = 1,
  PROJECT_KEEP_GROUPS = 2,
  PROJECT_KEEP_RESULTS = 4, /* with indicators and periods */
  PROJECT_KEEP_LINKS = 8,
  PROJECT_KEEP_EXTRAS = 16,
  PROJECT_KEEP_IATI =
      32 /* scope … updated, reporting_id, and of places class and precision, of contributions flow, finance
                            and aid type where the place or the contribution is otherwise the same */
};
struct project_source { /* where the row stands */
  int64_t document_id;  /* 0: the batch's file */
  struct str locator, raw;
  int64_t claim_id; /* 0: make one if something is written */
};
enum project_saved { PROJECT_ADDED, PROJECT_CHANGED, PROJECT_SAME };

/* Insert, or replace the project of that code with an entry in the history (before, after); nothing is written if it is the
 * same. Inside the open transaction. `fresh`: the caller knows that the code is not in the store. p->id is set. What p->keep
 * names stays in the store as it is, with the claims that said it; p's own lists are not touched. Related projects are not
 * linked here: project_relate, once all of a file are in. */
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
