/* What changed: the newest entries of the history, with the names of what differs, and the batch that brought each project. */
#include <stdlib.h>
#include "builder.h"
#include "core/buf.h"
#include "core/mem.h"

static const char *const sql_changes =
    "SELECT batch_id, entity, entity_id, action, at, before_json, after_json,"
    " CASE entity WHEN 'activity' THEN (SELECT code FROM activity WHERE id = entity_id)"
    " WHEN 'area' THEN (SELECT code FROM area WHERE id = entity_id)"
    " WHEN 'organisation' THEN (SELECT code FROM organisation WHERE id = entity_id)"
    " WHEN 'decision' THEN (SELECT subject FROM decision WHERE id = entity_id)"
    " WHEN 'network' THEN (SELECT code FROM network WHERE id = entity_id)"
    " WHEN 'network_member' THEN (SELECT code FROM network_member WHERE id = entity_id)"
    " WHEN 'goal' THEN (SELECT code FROM goal WHERE id = entity_id)"
    " WHEN 'statistic_series' THEN (SELECT code FROM statistic_series WHERE id = entity_id)"
    " WHEN 'statistic_value' THEN (SELECT code FROM statistic_value WHERE id = entity_id)"
    " WHEN 'exchange_rate' THEN (SELECT code FROM exchange_rate WHERE id = entity_id) END,"
    " CASE entity WHEN 'activity' THEN (SELECT title FROM activity WHERE id = entity_id)"
    " WHEN 'area' THEN (SELECT name FROM area WHERE id = entity_id)"
    " WHEN 'organisation' THEN (SELECT name FROM organisation WHERE id = entity_id)"
    " WHEN 'decision' THEN (SELECT verdict FROM decision WHERE id = entity_id)"
    " WHEN 'network' THEN (SELECT name FROM network WHERE id = entity_id)"
    " WHEN 'goal' THEN (SELECT text FROM goal WHERE id = entity_id)"
    " WHEN 'statistic_series' THEN (SELECT title FROM statistic_series WHERE id = entity_id)"
    " WHEN 'statistic_value' THEN (SELECT label FROM statistic_value WHERE id = entity_id) END"
    " FROM (SELECT * FROM history ORDER BY id DESC LIMIT 10000) ORDER BY id";

struct member {
  struct str name, value; /* as they stand, the name without its quotes */
};

/* The end of the string that begins at p. */
static const char *string_end(const char *p, const char *end) {
  for (p++; p < end && *p != '"'; p++)
    if (*p == '\\' && p + 1 < end) p++;
  return p < end ? p + 1 : end;
}

/* The next member of an object's text; `rest` begins at its brace, or where the last member ended. The texts are our own and
 * canonical: equal values have equal texts, and no number is rounded by being read. */
static bool next_member(struct str *rest, struct member *m) {
  const char *p = rest->p, *end = p + rest->n;
  while (p < end && *p != '"' && *p != '}') p++;
  if (p >= end || *p == '}') return false;
  const char *name = p;
  p = string_end(p, end);
  if (p - name < 2) return false;
  m->name = (struct str){name + 1, (size_t)(p - name - 2)};
  while (p < end && *p != ':') p++;
  const char *value = p < end ? ++p : p;
  for (int depth = 0; p < end; p++) {
    if (*p == '"') {
      p = string_end(p, end) - 1;
      continue;
    }
    if (depth == 0 && (*p == ',' || *p == '}')) break;
    depth += *p == '{' || *p == '[';
    depth -= *p == '}' || *p == ']';
  }
  m->value = (struct str){value, (size_t)(p - value)};
  *rest = (struct str){p, (size_t)(end - p)};
  return true;
}

static bool find_member(struct str object, struct str name, struct str *value) {
  struct member m;
  while (next_member(&object, &m))
    if (str_eq(m.name, name)) {
      *value = m.value;
      return true;
    }
  return false;
}

static void add_name(struct buf *out, struct str name) {
  if (out->len) buf_add_z(out, ", ");
  buf_add_str(out, name);
}

/* What differs: first as `after` has it, then what is only in `before`. */
static void write_fields(struct buf *out, struct str before, struct str after) {
  struct str rest = after, value;
  struct member m;
  buf_reset(out);
  if (before.n == 0 || after.n == 0) return;
  while (next_member(&rest, &m))
    if (!find_member(before, m.name, &value) || !str_eq(value, m.value)) add_name(out, m.name);
  rest = before;
  while (next_member(&rest, &m))
    if (!find_member(after, m.name, &value)) add_name(out, m.name);
}

static uint32_t row_of(struct builder *b, struct str entity, int64_t id) {
  struct id_map *map = str_is(entity, "activity")       ? &b->projects
                       : str_is(entity, "area")         ? &b->areas
                       : str_is(entity, "organisation") ? &b->actors
                                                        : NULL;
  return map ? id_map_row(map, id) : SNAPSHOT_NONE;
}

static bool read_changes(struct builder *b, struct buf *fields, struct err *e) {
  struct db_stmt *s;
  bool row, ok = db_prepare(b->db, sql_changes, &s, e);
  if (!ok) return false;
  db_stmt_begin(s);
  while ((ok = db_step(s, &row, e)) && row) {
    write_fields(fields, db_col_str(s, 5), db_col_str(s, 6));
    struct snap_rec_change *c = builder_append(b, SNAP_SEC_change);
    *c = (struct snap_rec_change){.code = builder_column(b, s, 7),
                                  .title = builder_column(b, s, 8),
                                  .at = builder_column(b, s, 4),
                                  .fields = builder_text(b, buf_str(fields)),
                                  .batch = builder_row(&b->batches, s, 0),
                                  .row = row_of(b, db_col_str(s, 1), db_col_int(s, 2)),
                                  .entity = builder_code(b, s, 1),
                                  .action = builder_code(b, s, 3)};
  }
  return ok;
}

/* activity.batch_id is the batch that wrote the row last: of a project that was changed in it the first one is not known. */
static bool forget_later_batches(struct builder *b, struct err *e) {
  static const char *const sql =
      "SELECT entity_id, batch_id FROM history WHERE entity = 'activity' AND action = 'update'";
  uint32_t *batch = b->out[SNAP_SEC_project_batch].data;
  struct db_stmt *s;
  bool row, ok = db_prepare(b->db, sql, &s, e);
  if (!ok) return false;
  db_stmt_begin(s);
  while ((ok = db_step(s, &row, e)) && row) {
    uint32_t project = builder_row(&b->projects, s, 0);
    if (project != SNAPSHOT_NONE && batch[project] == builder_row(&b->batches, s, 1) + 1) batch[project] = 0;
  }
  return ok;
}

bool build_changes(struct builder *b, struct err *e) {
  struct buf fields = {0};
  bool ok = read_changes(b, &fields, e) && forget_later_batches(b, e);
  buf_free(&fields);
  return ok;
}
