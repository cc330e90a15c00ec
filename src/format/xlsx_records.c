/* The sheets Actores and those of the programme's records. */
#include <stdlib.h>
#include "domain/record.h"
#include "query/bits.h"
#include "xlsx_names.h"

#define X(id, ...) A_##id,
enum { SHEET_ACTOR_COLUMNS(X) };
#undef X

static void add_actor(uint64_t *set, uint32_t actor) {
  if (actor != SNAPSHOT_NONE) bits_set(set, actor);
}

/* Those that the selected projects name. */
static uint64_t *named_actors(const struct xlsx_export *x) {
  uint64_t *set = bits_none(snapshot_actors(x->s));
  for (BITS_EACH(filter_project_bits(x->f), snapshot_projects(x->s), i)) {
    struct snap_party party;
    struct snap_contribution c;
    struct snap_iati iati;
    for (uint32_t k = 0; snapshot_party(x->s, (uint32_t)i, k, &party); k++) add_actor(set, party.actor);
    for (uint32_t k = 0; snapshot_contribution(x->s, (uint32_t)i, k, &c); k++) {
      add_actor(set, c.provider);
      add_actor(set, c.receiver);
    }
    snapshot_iati(x->s, (uint32_t)i, &iati);
    add_actor(set, iati.reporting);
  }
  return set;
}

static void write_actor(struct xlsx_sheet *sh, const struct snapshot *s, uint32_t i) {
  struct snap_actor a;
  struct buf alias = {0};
  struct str one;
  snapshot_actor(s, i, &a);
  for (uint32_t k = 0; (one = snapshot_actor_alias(s, i, k)).p; k++) {
    if (alias.len) buf_add_z(&alias, "; ");
    buf_add_str(&alias, one);
  }
  xlsx_page(sh, A_CODIGO, "actor", a.code, a.code);
  xlsx_text(sh, A_NOMBRE, a.name);
  xlsx_code(sh, A_TIPO, a.type);
  xlsx_text(sh, A_PAIS, a.country);
  xlsx_text(sh, A_ALIAS, buf_str(&alias));
  xlsx_text(sh, A_REFERENCIA, a.ref);
  xlsx_text(sh, A_NOTA, a.note);
  xlsx_text(sh, A_DOCUMENTO, a.source_title);
  buf_free(&alias);
  xlsx_sheet_next(sh);
}

static void finish(struct xlsx_sheet *sh, enum sheet_id id) {
  uint32_t last = sh->row - 1;
  if (last) xlsx_fold_empty(sh, id);
  xlsx_validate(sh, id, 1, last + XLSX_SPARE_ROWS);
  xlsx_sheet_finish(sh, last);
}

void xlsx_write_actors(struct xlsx_export *x) {
  struct xlsx_sheet sh;
  uint32_t n = snapshot_actors(x->s);
  uint64_t *set = x->all ? bits_all(n) : named_actors(x);
  xlsx_sheet_begin(x->book, sheet_info(SHEET_ACTORS)->name, 0x5B8C6E, &sh);
  xlsx_head(&sh, SHEET_ACTORS);
  for (BITS_EACH(set, n, i)) {
    if (x->book->wrong) break;
    write_actor(&sh, x->s, (uint32_t)i);
  }
  free(set);
  finish(&sh, SHEET_ACTORS);
}

/* ---- records: codigo, the fields of the kind, documento, localizador ---- */

static void write_field(struct xlsx_export *x, struct xlsx_sheet *sh, size_t column, const struct record_field *f,
                        struct str v) {
  uint32_t row;
  int64_t n;
  if (!v.n) return;
  switch (f->type) {
  case RECORD_CODE: xlsx_code(sh, column, v); break;
  case RECORD_DATE: xlsx_date(sh, column, v); break;
  case RECORD_INT:
    if (text_parse_int(v, &n)) xlsx_whole(sh, column, n, strcmp(f->name, "anio") ? XLSX_WHOLE : XLSX_PLAIN);
    break;
  case RECORD_DECIMAL: xlsx_decimal(sh, column, v); break;
  case RECORD_YES: xlsx_text(sh, column, str_is(v, "1") ? STR("si") : STR("no")); break;
  case RECORD_ACTOR:
    if (snapshot_find_actor(x->s, v, &row)) xlsx_actor(sh, column, row);
    else xlsx_text(sh, column, v);
    break;
  case RECORD_PROJECT:
    if (snapshot_find_project(x->s, v, &row) && x->rows[row])
      xlsx_row_link(sh, column, sheet_info(SHEET_PROJECTS)->name, x->rows[row], v);
    else xlsx_text(sh, column, v);
    break;
  case RECORD_TEXT:
  case RECORD_PARENT: xlsx_text(sh, column, v); break;
  }
}

static void write_kind(struct xlsx_export *x, enum sheet_id id) {
  const struct record_info *info = record_info((enum record_kind)(id - SHEET_NETWORKS));
  struct xlsx_sheet sh;
  uint32_t begin, end;
  xlsx_sheet_begin(x->book, sheet_info(id)->name, 0xB59F6B, &sh);
  xlsx_head(&sh, id);
  snapshot_records_of(x->s, (uint32_t)(id - SHEET_NETWORKS), &begin, &end);
  for (uint32_t i = begin; i < end && !x->book->wrong; i++) {
    struct snap_record r;
    if (!snapshot_record(x->s, i, &r)) break;
    xlsx_text(&sh, 0, r.code);
    for (size_t f = 0; f < info->n_fields; f++)
      write_field(x, &sh, 1 + f, &info->fields[f], snapshot_record_value(x->s, i, (uint32_t)f));
    xlsx_text(&sh, 1 + info->n_fields, r.source_title);
    xlsx_text(&sh, 2 + info->n_fields, r.source_locator);
    xlsx_sheet_next(&sh);
  }
  finish(&sh, id);
}

void xlsx_write_records(struct xlsx_export *x) {
  for (int id = SHEET_NETWORKS; id < SHEETS; id++) write_kind(x, (enum sheet_id)id);
}
