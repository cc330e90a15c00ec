/* Messages of one ingest, kept in the order they were found and written refusals first. */
#include "ingest/report.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/mem.h"
#include "core/text.h"
#include "geo/workbook_file.h"

enum { KEPT = 10000, VALUE_SHOWN = 120, LEVELS = 3, FACTS = 32, BUCKETS = 4096 };

struct message {
  struct report_message m; /* texts in the arena */
  uint32_t next;           /* 1 + index of the next message of its row's bucket, 0: none */
};
struct fact {
  const char *key_es, *key_en, *text;
};
struct report {
  struct arena *arena;
  const char *file;
  const char *sheet; /* "": none */
  const struct str *headings;
  size_t n_headings;
  uint32_t first_heading;
  enum report_lang lang;
  struct message *messages;
  size_t n, cap;
  uint32_t first[BUCKETS], last[BUCKETS]; /* messages by row, 1 + index */
  struct fact facts[FACTS];
  size_t n_facts;
  uint64_t count[LEVELS], rows, added, changed, same;
};

static const char *say(const struct report *r, const char *es, const char *en) {
  return r->lang == REPORT_ES ? es : en;
}

struct report *report_new(const char *file, enum report_lang lang) {
  struct report *r = mem_calloc(1, sizeof *r);
  r->arena = arena_new(0);
  r->file = arena_strdup(r->arena, file ? file : "");
  r->sheet = "";
  r->lang = lang;
  return r;
}

void report_free(struct report *r) {
  if (!r) return;
  arena_free(r->arena);
  free(r->messages);
  free(r);
}

enum report_lang report_lang(const struct report *r) { return r->lang; }

/* A value as shown: cut at a whole character, with a mark that it was. */
static const char *shown(struct report *r, struct str v) {
  if (v.n <= VALUE_SHOWN) return arena_strndup(r->arena, v.p ? v.p : "", v.n);
  size_t n = VALUE_SHOWN;
  while (n > 0 && ((unsigned char)v.p[n] & 0xc0) == 0x80) n--;
  return arena_printf(r->arena, "%.*s…", (int)n, v.p);
}

/* The column of that heading: as written, else as columns are found, whatever case and accents. */
static int column_at(const struct report *r, struct str column) {
  struct buf want = {0}, have = {0};
  int at = -1;
  for (size_t i = 0; i < r->n_headings && column.n && at < 0; i++)
    if (str_eq(r->headings[i], column)) at = (int)(r->first_heading + i);
  if (at < 0 && column.n && r->n_headings) text_fold(&want, column);
  for (size_t i = 0; i < r->n_headings && want.len && at < 0; i++) {
    buf_reset(&have);
    text_fold(&have, r->headings[i]);
    if (str_eq(buf_str(&have), buf_str(&want))) at = (int)(r->first_heading + i);
  }
  buf_free(&want);
  buf_free(&have);
  return at;
}

static void keep(struct report *r, enum report_level level, uint64_t row, struct str column, struct str value,
                 const char *code, const char *text) {
  r->count[level]++;
  if (r->n == KEPT) return;
  mem_grow((void **)&r->messages, &r->cap, r->n + 1, sizeof *r->messages);
  r->messages[r->n++] = (struct message){.m = {.level = level,
                                               .row = row,
                                               .at = column_at(r, column),
                                               .sheet = r->sheet,
                                               .column = arena_strndup(r->arena, column.p ? column.p : "", column.n),
                                               .value = shown(r, value),
                                               .code = arena_strdup(r->arena, code),
                                               .text = arena_strdup(r->arena, text)}};
  uint32_t index = (uint32_t)r->n, bucket = (uint32_t)(row % BUCKETS);
  if (r->first[bucket]) r->messages[r->last[bucket] - 1].next = index;
  else r->first[bucket] = index;
  r->last[bucket] = index;
}

void report_add(struct report *r, enum report_level level, uint64_t row, struct str column, struct str value,
                const char *code, const char *es, const char *en) {
  keep(r, level, row, column, value, code, say(r, es, en));
}

void report_addf(struct report *r, enum report_level level, uint64_t row, struct str column, struct str value,
                 const char *code, const char *es_format, const char *en_format, ...) {
  char text[2048];
  va_list ap;
  va_start(ap, en_format);
  vsnprintf(text, sizeof text, say(r, es_format, en_format), ap);
  va_end(ap);
  keep(r, level, row, column, value, code, text);
}

void report_set_sheet(struct report *r, const char *name, const struct str *headings, size_t n, uint32_t first) {
  if (!name) name = "", n = 0;
  if (strcmp(r->sheet, name) != 0) r->sheet = arena_strdup(r->arena, name);
  r->headings = headings;
  r->n_headings = n;
  r->first_heading = first;
}

void report_each(const struct report *r, report_fn *fn, void *user) {
  for (size_t i = 0; i < r->n; i++) fn(user, &r->messages[i].m);
}

uint64_t report_count(const struct report *r, enum report_level level) { return r->count[level]; }

void report_set_counts(struct report *r, uint64_t rows, uint64_t added, uint64_t changed, uint64_t same) {
  r->rows = rows, r->added = added, r->changed = changed, r->same = same;
}

void report_set_fact(struct report *r, const char *key_es, const char *key_en, const char *text) {
  size_t i = 0;
  while (i < r->n_facts && strcmp(r->facts[i].key_es, key_es) != 0) i++;
  if (i == FACTS) return;
  if (i == r->n_facts) r->n_facts++;
  r->facts[i] =
      (struct fact){arena_strdup(r->arena, key_es), arena_strdup(r->arena, key_en), arena_strdup(r->arena, text)};
}

static const char *level_name(const struct report *r, enum report_level level) {
  static const char *const es[LEVELS] = {"nota", "aviso", "rechazo"}, *const en[LEVELS] = {"note", "warning",
                                                                                           "refused"};
  return say(r, es[level], en[level]);
}

/* Text of a file on a terminal: no control byte of it may steer the terminal. */
static void add_plain(struct buf *out, const char *s) {
  for (; *s; s++)
    if ((unsigned char)*s < 0x20 || *s == 0x7f) buf_printf(out, "\\x%02x", (unsigned char)*s);
    else buf_add_char(out, *s);
}

static void write_message(const struct report *r, const struct report_message *m, struct buf *out, bool colour) {
  static const char *const colours[LEVELS] = {"\033[2m", "\033[33m", "\033[31m"};
  if (colour) buf_add_z(out, colours[m->level]);
  buf_add_z(out, level_name(r, m->level));
  if (colour) buf_add_z(out, "\033[0m");
  if (*m->sheet) {
    buf_printf(out, ", %s ", say(r, "hoja", "sheet"));
    add_plain(out, m->sheet);
  }
  if (m->row) buf_printf(out, ", %s %llu", say(r, "fila", "row"), (unsigned long long)m->row);
  if (*m->column) {
    buf_printf(out, ", %s ", say(r, "columna", "column"));
    add_plain(out, m->column);
    char letters[8];
    if (m->at >= 0) {
      workbook_column_letters((uint32_t)m->at, letters);
      buf_printf(out, " (%s)", letters);
    }
  }
  if (*m->value) {
    buf_add_z(out, say(r, ", «", ", “"));
    add_plain(out, m->value);
    buf_add_z(out, say(r, "»", "”"));
  }
  buf_add_z(out, ": ");
  add_plain(out, m->text);
  buf_printf(out, " [%s]\n", m->code);
}

static void write_summary(const struct report *r, struct buf *out) {
  buf_add_z(out, r->file);
  buf_printf(out,
             say(r, ": %llu filas: %llu nuevas, %llu cambiadas, %llu iguales; %llu rechazos, %llu avisos, %llu notas\n",
                 ": %llu rows: %llu added, %llu changed, %llu the same; %llu refused, %llu warnings, %llu notes\n"),
             (unsigned long long)r->rows, (unsigned long long)r->added, (unsigned long long)r->changed,
             (unsigned long long)r->same, (unsigned long long)r->count[REPORT_REFUSED],
             (unsigned long long)r->count[REPORT_WARNING], (unsigned long long)r->count[REPORT_NOTE]);
  for (size_t i = 0; i < r->n_facts; i++) {
    buf_printf(out, "  %s: ", say(r, r->facts[i].key_es, r->facts[i].key_en));
    add_plain(out, r->facts[i].text);
    buf_add_char(out, '\n');
  }
}

static uint64_t left_off(const struct report *r) {
  return r->count[REPORT_NOTE] + r->count[REPORT_WARNING] + r->count[REPORT_REFUSED] - r->n;
}

void report_write_text(const struct report *r, struct buf *out, bool colour) {
  for (int level = REPORT_REFUSED; level >= REPORT_NOTE; level--)
    for (size_t i = 0; i < r->n; i++)
      if ((int)r->messages[i].m.level == level) write_message(r, &r->messages[i].m, out, colour);
  if (left_off(r))
    buf_printf(out, say(r, "… y %llu mensajes más, que no se muestran\n", "… and %llu more messages, not shown\n"),
               (unsigned long long)left_off(r));
  write_summary(r, out);
}

void report_write_json(const struct report *r, struct jw *w) {
  jw_object(w);
  jw_kv_z(w, "archivo", r->file);
  jw_kv_z(w, "idioma", say(r, "es", "en"));
  jw_kv_int(w, "filas", (int64_t)r->rows);
  jw_kv_int(w, "nuevas", (int64_t)r->added);
  jw_kv_int(w, "cambiadas", (int64_t)r->changed);
  jw_kv_int(w, "iguales", (int64_t)r->same);
  jw_kv_int(w, "rechazos", (int64_t)r->count[REPORT_REFUSED]);
  jw_kv_int(w, "avisos", (int64_t)r->count[REPORT_WARNING]);
  jw_kv_int(w, "notas", (int64_t)r->count[REPORT_NOTE]);
  jw_key(w, "datos");
  jw_object(w);
  for (size_t i = 0; i < r->n_facts; i++) jw_kv_z(w, say(r, r->facts[i].key_es, r->facts[i].key_en), r->facts[i].text);
  jw_end(w);
  jw_key(w, "mensajes");
  jw_array(w);
  for (size_t i = 0; i < r->n; i++) {
    const struct report_message *m = &r->messages[i].m;
    static const char *const levels[LEVELS] = {"nota", "aviso", "rechazo"};
    jw_object(w);
    jw_kv_z(w, "nivel", levels[m->level]);
    if (*m->sheet) jw_kv_z(w, "hoja", m->sheet);
    jw_kv_int(w, "fila", (int64_t)m->row);
    jw_kv_z(w, "columna", m->column);
    if (m->at >= 0) {
      char letters[8];
      workbook_column_letters((uint32_t)m->at, letters);
      jw_kv_z(w, "letra", letters);
    }
    jw_kv_z(w, "valor", m->value);
    jw_kv_z(w, "codigo", m->code);
    jw_kv_z(w, "mensaje", m->text);
    jw_end(w);
  }
  jw_end(w);
  jw_kv_int(w, "mensajes_omitidos", (int64_t)left_off(r));
  jw_end(w);
}

void report_row_text(const struct report *r, uint64_t row, struct buf *out) {
  bool first = true;
  for (uint32_t i = r->first[row % BUCKETS]; i; i = r->messages[i - 1].next) {
    const struct report_message *m = &r->messages[i - 1].m;
    if (m->row != row) continue;
    if (!first) buf_add_z(out, " | ");
    first = false;
    if (*m->column) buf_printf(out, "%s: ", m->column);
    buf_add_z(out, m->text);
  }
}
