/* Texts among the numbers of a JSON column. GDAL makes one column of texts of both, so the file itself is asked: its
 * members are walked once, without keeping more than the current key. What is not JSON ends the walk without a word; GDAL
 * has its own to say about such a file. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "geo/vector_file_internal.h"

enum { KEY_MAX = 1024, FEW = 1000, NUMBERS_MIN = 10, NUMBERS_PERCENT = 90 };

struct odd_column {
  const char *name;
  uint64_t numbers, texts, others;
  uint64_t *where; /* the features of the first FEW texts */
  size_t n;
};

struct odd_texts {
  struct odd_column *columns;
  size_t n;
};

struct walk {
  FILE *file;
  struct arena *arena;
  struct odd_texts *odd;
  uint64_t feature; /* 1-based */
  size_t next;      /* the column expected next: features mostly have theirs in the same order */
  char key[KEY_MAX];
  size_t key_length;
};

typedef bool member_reader(struct walk *w);

/* --- JSON ------------------------------------------------------------------------------------------------------------- */

static int get(struct walk *w) { return getc_unlocked(w->file); }

/* The next character that is no blank; 1E stands before the texts of a GeoJSON sequence. */
static int get_sign(struct walk *w) {
  int c = get(w);
  while (c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == 0x1E) c = get(w);
  return c;
}

static bool skip_text(struct walk *w) {
  for (int c = get(w); c != EOF; c = get(w)) {
    if (c == '"') return true;
    if (c == '\\' && get(w) == EOF) return false;
  }
  return false;
}

/* The rest of an object or array, after its bracket. */
static bool skip_brackets(struct walk *w) {
  for (uint64_t depth = 1; depth;) {
    switch (get(w)) {
    case EOF: return false;
    case '"':
      if (!skip_text(w)) return false;
      break;
    case '{':
    case '[': depth++; break;
    case '}':
    case ']': depth--; break;
    default: break;
    }
  }
  return true;
}

/* The rest of a value that begins with c, whatever is in it. */
static bool skip_value(struct walk *w, int c) {
  if (c == '"') return skip_text(w);
  if (c == '{' || c == '[') return skip_brackets(w);
  while (c != EOF && c != ',' && c != '}' && c != ']') c = get(w);
  ungetc(c, w->file);
  return c != EOF;
}

/* \u00d1 and its like, by the JSON library. A key that cannot be read, or is too long, is the empty one. */
static void unescape_key(struct walk *w) {
  json_t *text = json_loadb(w->key, w->key_length, JSON_DECODE_ANY, NULL);
  size_t n = text ? json_string_length(text) : 0;
  if (n) memcpy(w->key + 1, json_string_value(text), n); /* never longer than its escapes */
  w->key_length = n + 2;
  json_decref(text);
}

/* After its first quote. key then holds it between two quotes, the second as '\0'. */
static bool read_key(struct walk *w) {
  bool escaped = false;
  size_t n = 0;
  w->key[n++] = '"';
  for (int c = get(w); c != '"'; c = get(w)) {
    if (c == EOF) return false;
    if (n < KEY_MAX - 2) w->key[n++] = (char)c;
    if (c != '\\') continue;
    escaped = true;
    if ((c = get(w)) == EOF) return false;
    if (n < KEY_MAX - 2) w->key[n++] = (char)c;
  }
  if (n == KEY_MAX - 2) n = 1;
  w->key[n++] = '"';
  w->key_length = n;
  if (escaped) unescape_key(w);
  w->key[w->key_length - 1] = '\0';
  return true;
}

static bool key_is(const struct walk *w, const char *name) { return strcmp(w->key + 1, name) == 0; }

/* The members of an object, after its brace; `member` reads the value that follows the colon. */
static bool each_member(struct walk *w, member_reader *member) {
  int c = get_sign(w);
  if (c == '}') return true;
  for (;; c = get_sign(w)) {
    if (c != '"' || !read_key(w) || get_sign(w) != ':' || !member(w)) return false;
    c = get_sign(w);
    if (c == '}') return true;
    if (c != ',') return false;
  }
}

/* --- features --------------------------------------------------------------------------------------------------------- */

static struct odd_column *column_of(struct walk *w) {
  for (size_t i = 0; i < w->odd->n; i++) {
    size_t at = (w->next + i) % w->odd->n;
    if (!key_is(w, w->odd->columns[at].name)) continue;
    w->next = at + 1;
    return &w->odd->columns[at];
  }
  return NULL;
}

static void note_text(struct walk *w, struct odd_column *column) {
  column->texts++;
  if (column->n == FEW || (column->n && column->where[column->n - 1] == w->feature)) return;
  if (column->n == 0) column->where = arena_calloc(w->arena, FEW, sizeof *column->where);
  column->where[column->n++] = w->feature;
}

/* An empty text says as little as null. */
static bool read_property(struct walk *w) {
  struct odd_column *column = column_of(w);
  int c = get_sign(w), first = c == '"' ? get(w) : c;
  if (c == '"') ungetc(first, w->file);
  if (column && c == '"' && first != '"') note_text(w, column);
  else if (column && (c == '-' || (c >= '0' && c <= '9'))) column->numbers++;
  else if (column && c != '"' && c != 'n') column->others++;
  return skip_value(w, c);
}

static bool read_feature_member(struct walk *w) {
  bool properties = key_is(w, "properties") || key_is(w, "attributes"); /* the latter: Esri */
  int c = get_sign(w);
  return properties && c == '{' ? each_member(w, read_property) : skip_value(w, c);
}

static bool read_feature(struct walk *w, int c) {
  w->feature++;
  w->next = 0;
  return c == '{' ? each_member(w, read_feature_member) : skip_value(w, c);
}

static bool read_collection_member(struct walk *w) {
  bool features = key_is(w, "features");
  int c = get_sign(w);
  if (!features || c != '[') return skip_value(w, c);
  c = get_sign(w);
  if (c == ']') return true;
  for (;; c = get_sign(w)) {
    if (!read_feature(w, c)) return false;
    c = get_sign(w);
    if (c == ']') return true;
    if (c != ',') return false;
  }
}

static bool read_file(struct walk *w, bool sequence) {
  int c = get_sign(w);
  if (c == 0xEF && get(w) == 0xBB && get(w) == 0xBF) c = get_sign(w);
  if (!sequence) return c == '{' && each_member(w, read_collection_member);
  for (; c == '{'; c = get_sign(w))
    if (!read_feature(w, c)) return false;
  return c == EOF;
}

/* --- what is odd ------------------------------------------------------------------------------------------------------ */

static bool is_of_numbers(const struct odd_column *c) {
  uint64_t all = c->numbers + c->texts + c->others;
  return c->numbers >= NUMBERS_MIN && c->numbers * 100 >= all * NUMBERS_PERCENT && c->texts <= FEW;
}

struct odd_texts *odd_texts_find(struct arena *a, const char *path, bool sequence, const char *const *names, size_t n,
                                 uint64_t features) {
  struct odd_texts *odd = arena_calloc(a, 1, sizeof *odd);
  struct walk w = {.file = fopen(path, "rbe"), .arena = a, .odd = odd};
  odd->columns = arena_calloc(a, n + 1, sizeof *odd->columns);
  odd->n = n;
  for (size_t i = 0; i < n; i++) odd->columns[i].name = names[i];
  /* Where GDAL counts other features than these, nothing can be said about any of them. */
  bool sure = w.file && read_file(&w, sequence) && w.feature == features;
  for (size_t i = 0; i < n; i++)
    if (!sure || !is_of_numbers(&odd->columns[i])) odd->columns[i].n = 0;
  if (w.file) fclose(w.file);
  return odd;
}

static int compare_features(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

bool odd_texts_has(const struct odd_texts *odd, size_t column, uint64_t feature) {
  if (!odd) return false;
  const struct odd_column *c = &odd->columns[column];
  return c->n && bsearch(&feature, c->where, c->n, sizeof *c->where, compare_features) != NULL;
}
