#ifndef API_TOTALS_H
#define API_TOTALS_H
/* Private to the statistics: what every table of them says of its numbers, as JSON and as CSV. */
#include "answer_table.h"
#include "format/figures.h"
#include "handlers.h"
#include "query/group.h"

/* The answer of /resumen for every dimension but por=area, which has its own form. */
bool totals_answer_group(const struct http_request *q, const struct snapshot *s, const struct filter *f,
                         enum group_by by, const struct group_options *o, struct http_response *p, struct err *e);

extern const struct http_param_spec totals_param_properties;
/* Which fields of a row (totals_row.h, as bits) properties= asks for, with the code in any case; all that are offered where it is
 * not there. ERR_INPUT names the one that is not offered; of tables without direct values, and of CSV, none can be chosen. */
bool totals_read_fields(const struct http_request *q, uint32_t offered, uint32_t *fields, struct err *e);

/* ---- JSON ---- */
/* The sum, null where none of the values is known. */
void totals_kv_known(struct jw *w, const char *key, const struct summary_money *m, i128 minor);
/* "sin_valor" to "personas_sin_dato"; and with "proyectos" and "valor" before them. */
void totals_money_counts(struct jw *w, const struct summary_money *m);
void totals_money_members(struct jw *w, const struct summary_money *m);
void totals_kv_money(struct jw *w, const char *key, const struct summary_money *m);
/* "poblacion", "cobertura": which projects these are, and which of them the amounts leave out. `converted`: another currency
 * is one without a rate. */
void totals_write_coverage(struct jw *w, const struct http_request *q, const struct summary_money *total,
                           bool converted);
/* "conversion", of what convertir= asked for. */
void totals_write_conversion(struct jw *w, const struct snapshot *s, const struct conversion *c);
/* The printed series of a dimension (NULL: all), each with its values, into the open array. */
void totals_write_series(struct jw *w, const struct snapshot *s, const char *dimension);

/* ---- in words, in the request's arena ---- */
const char *totals_population(const struct http_request *q, uint64_t projects);
/* What the bounds of people are. */
const char *totals_people_note(const struct http_request *q);
const char *totals_coverage(const struct http_request *q, const struct summary_money *total, bool converted);

/* ---- CSV ---- */
void totals_csv_known(struct answer_csv *t, const struct summary_money *m, i128 minor);
/* The last rows but the total of every table: what it is about, and what it leaves out; `cells` of a row in all. */
void totals_csv_notes(struct answer_csv *t, const struct http_request *q, const struct summary_money *total,
                      size_t cells, bool converted);
#endif
