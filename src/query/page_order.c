/* A page in the order of sort keys: one pass over the filter's rows that keeps the best `limit` in a heap. */
#include <stdio.h>
#include "core/text.h"
#include "page_internal.h"
#include "query/bits.h"
#include "queryable_column.h"

/* What a row has in one key. Numbers, truths and the places of dictionary texts are `number`; texts carry their fold. */
struct value {
  bool null;
  i128 number;
  double real;
  struct str text;
  struct buf fold;
};
struct key {
  const struct queryable *q;
  bool descending, dictionary, by_row; /* by_row: the code, in whose order the rows are */
  struct column column;
  struct str *texts;    /* dictionary: its different texts in order, and how many */
  uint32_t n_texts;     /* */
  const uint32_t *rank; /* dictionary: 2 * place of each entry in `texts` */
};
/* A row on its way: values are read when a comparison first asks for them. */
struct item {
  uint64_t row;
  struct value *value;
  uint32_t known;
};
struct sorter {
  enum page_collection collection;
  struct key key[PAGE_MAX_KEYS];
  uint32_t n_keys;
  struct item *heap; /* the last in order on top */
  uint32_t n, most;
};

static struct str cut(struct str s) {
  if (s.n <= PAGE_TEXT_BYTES) return s;
  s.n = PAGE_TEXT_BYTES;
  while (s.n && ((unsigned char)s.p[s.n] & 0xC0) == 0x80) s.n--; /* not inside a character */
  return s;
}

static bool is_text(const struct key *k) { return k->q->type <= QUERYABLE_DATE && !k->dictionary && !k->by_row; }

static int compare_folded(struct str fold_x, struct str x, struct str fold_y, struct str y) {
  int c = str_cmp(fold_x, fold_y);
  return c ? c : str_cmp(x, y);
}

static int compare_value(const struct key *k, const struct value *x, const struct value *y) {
  if (x->null || y->null) return x->null - y->null;
  int c;
  if (is_text(k)) c = compare_folded(buf_str(&x->fold), x->text, buf_str(&y->fold), y->text);
  else if (k->q->type == QUERYABLE_REAL) c = (x->real > y->real) - (x->real < y->real);
  else c = (x->number > y->number) - (x->number < y->number);
  return k->descending ? -c : c;
}

static void set_text(struct value *v, struct str text) {
  v->text = cut(text);
  v->null = v->text.n == 0;
  buf_reset(&v->fold);
  if (!v->null) text_fold(&v->fold, v->text);
}

static void read_value(const struct key *k, uint64_t row, struct value *v) {
  uint32_t i = (uint32_t)row;
  if (k->by_row) {
    v->null = false;
    v->number = 2 * (i128)row;
  } else if (k->dictionary) {
    uint32_t rank = k->rank[column_entry(&k->column, row)];
    v->null = rank == SNAPSHOT_NONE;
    v->number = rank;
  } else if (is_text(k)) {
    set_text(v, column_text(&k->column, i, NULL));
  } else if (k->q->type == QUERYABLE_REAL) {
    v->null = !column_real(&k->column, i, &v->real);
  } else if (k->q->type == QUERYABLE_BOOL) {
    v->null = false;
    v->number = column_flag(&k->column, i);
  } else {
    v->null = !column_integer(&k->column, i, &v->number);
  }
}

/* Most rows differ from the last of the heap in the first few letters: those are folded and compared as they come. False: the
 * texts must be folded whole (letters beyond ASCII, or equal as far as it goes). */
static bool compare_beginning(struct str text, struct str fold, int *order) {
  size_t at = 0;
  bool gap = false;
  for (size_t i = 0; i < text.n;) {
    unsigned char c = (unsigned char)text.p[i];
    if (c >= 0x80) return false;
    if (c >= 'A' && c <= 'Z') c = (unsigned char)(c + 32);
    bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (letter && gap) c = ' '; /* and the letter next */
    else i++;
    if (!letter) {
      gap = at > 0;
      continue;
    }
    gap = false;
    if (at == fold.n || (unsigned char)fold.p[at] != c) {
      *order = at == fold.n ? 1 : c - (unsigned char)fold.p[at];
      return true;
    }
    at++;
  }
  *order = -1;
  return at < fold.n;
}

static bool compare_early(const struct key *k, uint64_t row, const struct value *y, int *order) {
  if (!is_text(k) || y->null) return false;
  struct str text = cut(column_text(&k->column, (uint32_t)row, NULL));
  if (!text.n || !compare_beginning(text, buf_str(&y->fold), order)) return false;
  if (k->descending) *order = -*order;
  return true;
}

/* By the keys alone. y's values are all there. */
static int compare_keys(const struct sorter *s, struct item *x, const struct value *y) {
  for (uint32_t k = 0; k < s->n_keys; k++) {
    int early;
    if (k == x->known && compare_early(&s->key[k], x->row, &y[k], &early)) return early;
    if (k == x->known) read_value(&s->key[x->known++], x->row, &x->value[k]);
    int c = compare_value(&s->key[k], &x->value[k], &y[k]);
    if (c) return c;
  }
  return 0;
}

static int compare_items(const struct sorter *s, struct item *x, const struct item *y) {
  int c = compare_keys(s, x, y->value);
  return c ? c : (x->row > y->row) - (x->row < y->row);
}

/* ---- dictionaries: their texts in order, once for each question */

struct entry {
  struct str text, fold;
  uint32_t at;
};

static int by_text(const void *x, const void *y) {
  const struct entry *a = x, *b = y;
  return compare_folded(a->fold, a->text, b->fold, b->text);
}

static void rank_entries(struct key *k, struct arena *a) {
  uint32_t n = (uint32_t)column_entries(&k->column);
  struct entry *entry = arena_alloc(a, (n + 1) * sizeof *entry);
  uint32_t *rank = arena_alloc(a, (n + 1) * sizeof *rank);
  struct buf fold = {0};
  for (uint32_t i = 0; i < n; i++) {
    struct str text = cut(column_entry_text(&k->column, i));
    buf_reset(&fold);
    text_fold(&fold, text);
    entry[i] = (struct entry){text, arena_str(a, buf_str(&fold)), i};
  }
  buf_free(&fold);
  qsort(entry, n, sizeof *entry, by_text);
  k->texts = arena_alloc(a, (n + 1) * sizeof *k->texts);
  for (uint32_t i = 0; i < n; i++) {
    if (!entry[i].text.n) {
      rank[entry[i].at] = SNAPSHOT_NONE;
      continue;
    }
    if (!k->n_texts || !str_eq(k->texts[k->n_texts - 1], entry[i].text)) k->texts[k->n_texts++] = entry[i].text;
    rank[entry[i].at] = 2 * (k->n_texts - 1);
  }
  k->rank = rank;
}

/* The place of a text that may not be among them any more: then it is odd, between its neighbours'. */
static i128 rank_text(const struct key *k, struct str text) {
  struct value x = {0}, y = {0};
  set_text(&x, text);
  uint32_t low = 0, high = k->n_texts;
  while (low < high) {
    uint32_t mid = low + (high - low) / 2;
    set_text(&y, k->texts[mid]);
    if (compare_folded(buf_str(&y.fold), y.text, buf_str(&x.fold), x.text) < 0) low = mid + 1;
    else high = mid;
  }
  buf_free(&x.fold);
  buf_free(&y.fold);
  bool found = low < k->n_texts && str_eq(k->texts[low], cut(text));
  return found ? 2 * (i128)low : 2 * (i128)low - 1;
}

/* ---- the cursor: CODE|VALUE|…, '|' and '\' in it after a '\' */

static void write_escaped(struct buf *b, struct str s) {
  for (size_t i = 0; i < s.n; i++) {
    if (s.p[i] == '|' || s.p[i] == '\\') buf_add_char(b, '\\');
    buf_add_char(b, s.p[i]);
  }
}

static void write_value(struct buf *b, const struct key *k, uint32_t row) {
  i128 number;
  double real;
  buf_add_char(b, '|');
  switch (k->q->type) {
  case QUERYABLE_INT:
    if (column_integer(&k->column, row, &number)) buf_printf(b, "%lld", (long long)number);
    break;
  case QUERYABLE_MONEY:
    if (column_integer(&k->column, row, &number)) decimal_write_minor(b, number);
    break;
  case QUERYABLE_REAL:
    if (column_real(&k->column, row, &real)) buf_printf(b, "%.17g", real);
    break;
  case QUERYABLE_BOOL: buf_add_char(b, column_flag(&k->column, row) ? '1' : '0'); break;
  default: write_escaped(b, cut(column_text(&k->column, row, NULL)));
  }
}

static struct str write_cursor(const struct sorter *s, struct arena *a, struct str code, uint32_t row) {
  struct buf b = {0};
  write_escaped(&b, code);
  for (uint32_t k = 0; k < s->n_keys; k++) write_value(&b, &s->key[k], row);
  struct str text = arena_str(a, buf_str(&b));
  buf_free(&b);
  return text;
}

/* The next part off the front of *rest, unescaped into the arena; false after the last. */
static bool next_part(struct str *rest, struct arena *a, struct str *part) {
  if (!rest->p) return false;
  char *text = arena_alloc(a, rest->n + 1);
  size_t n = 0, i = 0;
  for (; i < rest->n && rest->p[i] != '|'; i++) {
    if (rest->p[i] == '\\' && i + 1 < rest->n) i++;
    text[n++] = rest->p[i];
  }
  *part = (struct str){text, n};
  *rest = i < rest->n ? (struct str){rest->p + i + 1, rest->n - i - 1} : (struct str){NULL, 0};
  return true;
}

/* The place of a code among the rows, odd if none has it any more. */
static i128 row_of(const struct snap_view *v, enum page_collection c, struct str code) {
  uint64_t after = page_first_after(v, c, code);
  bool found = after && str_eq(page_code_at(v, c, after - 1), code);
  return found ? 2 * ((i128)after - 1) : 2 * (i128)after - 1;
}

static bool parse_value(const struct sorter *s, const struct key *k, struct str part, struct value *v) {
  int64_t integer = 0;
  v->null = part.n == 0;
  if (v->null) return true;
  if (k->by_row) {
    v->number = row_of(k->column.v, s->collection, part);
    return true;
  }
  switch (k->q->type) {
  case QUERYABLE_BOOL:
  case QUERYABLE_INT:
    if (!text_parse_int(part, &integer)) return false;
    v->number = integer;
    return true;
  case QUERYABLE_MONEY: return decimal_read_minor(part, &v->number);
  case QUERYABLE_REAL: return text_parse_real(part, &v->real);
  default: break;
  }
  if (k->dictionary) v->number = rank_text(k, part);
  else set_text(v, part);
  return true;
}

static bool read_cursor(const struct sorter *s, struct arena *a, struct str cursor, struct str *code,
                        struct value *values, struct err *e) {
  struct str rest = cursor, part;
  bool good = next_part(&rest, a, code) && code->n;
  for (uint32_t k = 0; good && k < s->n_keys; k++)
    good = next_part(&rest, a, &part) && parse_value(s, &s->key[k], part, &values[k]);
  if (good && !rest.p) return true;
  return err_set(
      e, ERR_INPUT,
      err_pick("no es donde termina una página de este orden; siga el enlace «next» de la página anterior, o "
               "empiece sin este parámetro",
               "it is not where a page in this order ends; follow the \"next\" link of the page before, or "
               "begin without this parameter"));
}

/* ---- the heap */

static void sift_down(const struct sorter *s, uint32_t i) {
  for (;;) {
    uint32_t child = 2 * i + 1;
    if (child >= s->n) return;
    if (child + 1 < s->n && compare_items(s, &s->heap[child], &s->heap[child + 1]) < 0) child++;
    if (compare_items(s, &s->heap[i], &s->heap[child]) >= 0) return;
    struct item moved = s->heap[i];
    s->heap[i] = s->heap[child];
    s->heap[child] = moved;
    i = child;
  }
}

static void sift_up(const struct sorter *s, uint32_t i) {
  while (i && compare_items(s, &s->heap[(i - 1) / 2], &s->heap[i]) < 0) {
    struct item moved = s->heap[i];
    s->heap[i] = s->heap[(i - 1) / 2];
    s->heap[(i - 1) / 2] = moved;
    i = (i - 1) / 2;
  }
}

static void read_rest(const struct sorter *s, struct item *x) {
  for (; x->known < s->n_keys; x->known++) read_value(&s->key[x->known], x->row, &x->value[x->known]);
}

/* Takes the candidate in if it is among the best; what falls out lends its values to the next candidate. */
static void offer(struct sorter *s, struct item *candidate) {
  if (s->n < s->most) {
    read_rest(s, candidate);
    struct item *free_one = &s->heap[s->n];
    struct value *spare = free_one->value;
    *free_one = *candidate;
    candidate->value = spare;
    sift_up(s, s->n++);
  } else if (compare_items(s, candidate, &s->heap[0]) < 0) {
    read_rest(s, candidate);
    struct value *spare = s->heap[0].value;
    s->heap[0] = *candidate;
    candidate->value = spare;
    sift_down(s, 0);
  }
}

static void collect(struct sorter *s, const struct filter *f, enum page_collection c, const struct value *from,
                    uint64_t from_row, struct item *candidate) {
  const struct snap_view *v = snapshot_view(filter_snapshot(f));
  uint64_t total = page_total_rows(v, c);
  for (uint64_t i = page_next_row(f, v, c, 0); i < total; i = page_next_row(f, v, c, i + 1)) {
    candidate->row = i;
    candidate->known = 0;
    if (from) {
      int order = compare_keys(s, candidate, from);
      if (order < 0 || (order == 0 && i < from_row)) continue;
    }
    offer(s, candidate);
  }
}

static void init(struct sorter *s, const struct snap_view *v, enum page_collection c, const struct page_order *order,
                 struct arena *a) {
  s->n_keys = order->n;
  for (uint32_t k = 0; k < order->n; k++) {
    struct key *key = &s->key[k];
    *key = (struct key){.q = order->key[k].q, .descending = order->key[k].descending};
    key->column = column_of(v, page_subject(c), key->q);
    key->by_row = strcmp(key->q->name, "codigo") == 0;
    key->dictionary = key->q->type <= QUERYABLE_DATE && column_is_dictionary(key->column.form);
    if (key->dictionary) rank_entries(key, a);
  }
}

static bool sorted_page(struct sorter *s, const struct filter *f, enum page_collection c, struct str cursor,
                        struct arena *a, struct value *values, struct err *e) {
  const struct snap_view *v = snapshot_view(filter_snapshot(f));
  struct value *from = cursor.n ? values + (size_t)(s->most + 1) * s->n_keys : NULL;
  struct str code = STR("");
  if (from && !read_cursor(s, a, cursor, &code, from, e)) return false;
  for (uint32_t i = 0; i < s->most; i++) s->heap[i].value = values + (size_t)i * s->n_keys;
  struct item candidate = {.value = values + (size_t)s->most * s->n_keys};
  collect(s, f, c, from, page_first_after(v, c, code), &candidate);
  return true;
}

/* The rows off the heap, last first; the one beyond `limit` only says that another page follows. */
static void take_rows(struct sorter *s, uint32_t limit, uint32_t *rows, uint32_t *n) {
  *n = s->n < limit ? s->n : limit;
  while (s->n) {
    if (s->n <= limit) rows[s->n - 1] = (uint32_t)s->heap[0].row;
    s->heap[0] = s->heap[--s->n];
    sift_down(s, 0);
  }
}

bool page_rows_ordered(const struct filter *f, enum page_collection c, const struct page_order *order,
                       struct str cursor, uint32_t limit, struct arena *a, uint32_t *rows, uint32_t *n,
                       struct str *next, struct err *e) {
  const struct snap_view *v = snapshot_view(filter_snapshot(f));
  struct sorter s = {.collection = c, .most = limit + 1};
  *next = STR("");
  *n = 0;
  init(&s, v, c, order, a);
  bool ok = true, more = false;
  if (!order->n) {
    struct str code = STR("");
    ok = !cursor.n || read_cursor(&s, a, cursor, &code, NULL, e);
    if (ok) page_rows(f, c, code, limit, rows, n, &more);
  } else {
    size_t n_values = (size_t)(s.most + 2) * order->n; /* of the heap, the candidate and the cursor */
    struct value *values = mem_calloc(n_values, sizeof *values);
    s.heap = mem_calloc(s.most, sizeof *s.heap);
    ok = sorted_page(&s, f, c, cursor, a, values, e);
    more = ok && s.n > limit;
    if (ok) take_rows(&s, limit, rows, n);
    for (size_t i = 0; i < n_values; i++) buf_free(&values[i].fold);
    free(values);
    free(s.heap);
  }
  if (more && *n) *next = write_cursor(&s, a, page_code_at(v, c, rows[*n - 1]), rows[*n - 1]);
  return ok;
}
