/* The columns that say where an area belongs (UCG, localidad, zona): a value that is missing, of another type or out of step
 * with the other rows is told. The areas are loaded all the same. */
#include "ingest/areas.h"

#include <stdlib.h>

#include "core/text.h"
#include "domain/table.h"

enum { GROUPS = 6, MIN_ROWS = 8 };

static bool is_group(struct str name) {
  static const char *const names[] = {"ucg", "loc", "localidad", "zona", "comuna", "corregimiento"};
  struct buf b = {0};
  bool found = false;
  text_fold(&b, name);
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) found = found || str_is(buf_str(&b), names[i]);
  buf_free(&b);
  return found;
}

/* A driver that meets numbers and texts in one column hands on JSON: the quotes say which is which. */
static bool is_quoted(struct str v) { return v.n >= 2 && v.p[0] == '"' && v.p[v.n - 1] == '"'; }
static struct str unquoted(struct str v) { return is_quoted(v) ? (struct str){v.p + 1, v.n - 2} : v; }

static struct str value_of(const struct areas_row *row, uint32_t column) {
  return row->fields[column].null ? STR("") : text_trim(unquoted(row->fields[column].value));
}

/* Rare and against the habit of the column: at most one row in ten. */
static bool is_rare(size_t some, size_t all) { return some > 0 && some * 10 <= all; }

static void check_column(struct areas_job *j, uint32_t column) {
  size_t empty = 0, texts = 0;
  struct str name = j->rows[0].fields[column].name;
  for (size_t i = 0; i < j->n; i++) {
    const struct areas_row *row = &j->rows[i];
    empty += value_of(row, column).n == 0;
    texts += is_quoted(row->fields[column].value);
  }
  for (size_t i = 0; i < j->n; i++) {
    struct areas_row *row = &j->rows[i];
    struct str value = row->fields[column].value;
    if (value_of(row, column).n == 0 && is_rare(empty, j->n))
      AREAS_WARN(j, row, name, STR(""), "valor-ausente",
                 "la columna está vacía aquí y llena en las demás filas; complétela",
                 "the column is empty here and filled in the other rows; complete it");
    if (is_quoted(value) && is_rare(texts, j->n))
      AREAS_NOTE(j, row, name, value, "texto-en-columna-de-numeros",
                 "es un texto en una columna de números; se leyó %.*s",
                 "this is a text in a column of numbers; it was read as %.*s", STR_ARG(unquoted(value)));
    else if (value_of(row, column).n) areas_clean(j, row, name, unquoted(value));
  }
}

static void pair_key(struct buf *b, struct str a, struct str c) {
  buf_reset(b);
  buf_add_str(b, a);
  buf_add_char(b, '\n');
  buf_add_str(b, c);
}

/* How often each value of `from` goes with each value of `to`, counted in t; the key of a value alone counts the value. */
static void count_pairs(const struct areas_job *j, uint32_t from, uint32_t to, struct table *t) {
  struct buf b = {0};
  bool added;
  for (size_t i = 0; i < j->n; i++) {
    struct str a = value_of(&j->rows[i], from), c = value_of(&j->rows[i], to);
    if (!a.n || !c.n) continue;
    pair_key(&b, a, c);
    ++*table_at(t, buf_str(&b), &added);
    ++*table_at(t, a, &added);
  }
  buf_free(&b);
}

/* True if the row's pair is the rare one of its group: the others agree on another. */
static bool is_odd(const struct table *t, struct buf *b, struct str a, struct str c) {
  if (!a.n || !c.n) return false;
  pair_key(b, a, c);
  uint64_t pair = *table_find(t, buf_str(b)), group = *table_find(t, a);
  return group >= 3 && pair * 3 <= group;
}

static void check_pair(struct areas_job *j, uint32_t from, uint32_t to) {
  struct table *t = table_new();
  struct buf b = {0};
  size_t odd = 0;
  count_pairs(j, from, to, t);
  for (size_t i = 0; i < j->n; i++) odd += is_odd(t, &b, value_of(&j->rows[i], from), value_of(&j->rows[i], to));
  for (size_t i = 0; i < j->n && is_rare(odd, j->n); i++) {
    struct areas_row *row = &j->rows[i];
    struct str a = value_of(row, from), c = value_of(row, to);
    if (is_odd(t, &b, a, c))
      AREAS_WARN(j, row, row->fields[to].name, c, "anidamiento-distinto",
                 "las demás filas con %.*s = %.*s tienen otro valor aquí; revise cuál de los dos está mal",
                 "the other rows with %.*s = %.*s have another value here; see which of the two is wrong",
                 STR_ARG(row->fields[from].name), STR_ARG(a));
  }
  buf_free(&b);
  table_free(t);
}

void areas_check_columns(struct areas_job *j) {
  uint32_t groups[GROUPS], n = 0;
  if (j->is_csv || j->n < MIN_ROWS) return;
  for (uint32_t i = 0; i < j->n_fields && n < GROUPS; i++)
    if (is_group(j->rows[0].fields[i].name)) groups[n++] = i;
  for (uint32_t i = 0; i < n; i++) check_column(j, groups[i]);
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t k = 0; k < n; k++)
      if (i != k) check_pair(j, groups[i], groups[k]);
}
