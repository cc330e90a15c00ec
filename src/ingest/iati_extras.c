/* What the model has no field for, kept to the letter: attributes and elements that nobody took. */
#include <stdio.h>
#include "iati_internal.h"

static const struct str XML_URI = {"http://www.w3.org/XML/1998/namespace",
                                   sizeof "http://www.w3.org/XML/1998/namespace" - 1};

/* ---- an element as text ---- */

static void add_escaped(struct buf *out, struct str s, bool in_attribute) {
  for (size_t i = 0; i < s.n; i++) {
    char c = s.p[i];
    if (c == '&') buf_add_z(out, "&amp;");
    else if (c == '<') buf_add_z(out, "&lt;");
    else if (c == '>') buf_add_z(out, "&gt;");
    else if (c == '"' && in_attribute) buf_add_z(out, "&quot;");
    else if (c == '\r' || (in_attribute && (c == '\n' || c == '\t'))) buf_printf(out, "&#%d;", c);
    else buf_add_char(out, c);
  }
}

/* Namespaces in force inside the element written, innermost first. Prefixes are our own ("cm" for ours, else n1, n2, …), so that
 * the same element gives the same text whatever its file called them. */
struct scope {
  struct str uri;
  size_t number;
  const struct scope *around;
};

static const struct scope *find(const struct scope *v, struct str uri) {
  while (v && !str_eq(v->uri, uri)) v = v->around;
  return v;
}

static void add_prefix(struct buf *out, const struct scope *v, struct str uri) {
  if (uri.n == 0) return;
  if (str_eq(uri, XML_URI)) buf_add_z(out, "xml:");
  else if (str_is(uri, IATI_NAMESPACE)) buf_add_z(out, "cm:");
  else buf_printf(out, "n%zu:", find(v, uri)->number);
}

/* Declare what this element and its attributes use and nothing around them has declared. */
static const struct scope *declare(struct arena *a, struct buf *out, const struct scope *v, const struct iati_node *n) {
  for (uint32_t i = 0; i <= n->n_attributes; i++) {
    struct str uri = i ? n->attributes[i - 1].uri : n->uri;
    if (uri.n == 0 || str_eq(uri, XML_URI) || find(v, uri)) continue;
    struct scope *inner = arena_alloc(a, sizeof *inner);
    *inner = (struct scope){uri, v ? v->number + 1 : 1, v};
    v = inner;
    buf_add_z(out, " xmlns:");
    if (str_is(uri, IATI_NAMESPACE)) buf_add_z(out, "cm");
    else buf_printf(out, "n%zu", v->number);
    buf_add_z(out, "=\"");
    add_escaped(out, uri, true);
    buf_add_char(out, '"');
  }
  return v;
}

static void write_node(struct arena *a, struct buf *out, const struct iati_node *n, const struct scope *v) {
  if (n->name.n == 0) {
    add_escaped(out, n->text, false);
    return;
  }
  struct buf declared = {0};
  v = declare(a, &declared, v, n);
  buf_add_char(out, '<');
  add_prefix(out, v, n->uri);
  buf_add_str(out, n->name);
  buf_add_str(out, buf_str(&declared));
  buf_free(&declared);
  for (uint32_t i = 0; i < n->n_attributes; i++) {
    buf_add_char(out, ' ');
    add_prefix(out, v, n->attributes[i].uri);
    buf_add_str(out, n->attributes[i].name);
    buf_add_z(out, "=\"");
    add_escaped(out, n->attributes[i].value, true);
    buf_add_char(out, '"');
  }
  buf_add_z(out, n->first ? ">" : "/>");
  for (const struct iati_node *x = n->first; x; x = x->next) write_node(a, out, x, v);
  if (!n->first) return;
  buf_add_z(out, "</");
  add_prefix(out, v, n->uri);
  buf_add_str(out, n->name);
  buf_add_char(out, '>');
}

struct str iati_write_node(struct arena *a, const struct iati_node *n) {
  struct buf b = {0};
  write_node(a, &b, n, NULL);
  struct str text = arena_str(a, buf_str(&b));
  buf_free(&b);
  return text;
}

/* ---- the list ---- */

void iati_add_extra(struct iati_map *m, struct str owner, size_t rank, struct str name, struct str xml) {
  struct iati_activity *a = m->out;
  if (a->p.n_extras == m->extras_cap) {
    size_t cap = m->extras_cap ? 2 * m->extras_cap : 16;
    struct project_extra *grown = arena_alloc(m->arena, cap * sizeof *grown);
    if (a->p.n_extras) memcpy(grown, a->extras, a->p.n_extras * sizeof *grown);
    a->extras = grown;
    m->extras_cap = cap;
  }
  a->extras[a->p.n_extras++] = (struct project_extra){.owner = owner, .rank = rank, .name = name, .xml = xml};
}

static int compare(const struct project_extra *x, const struct project_extra *y) {
  int c = str_cmp(x->owner, y->owner);
  if (c) return c;
  if (x->rank != y->rank) return x->rank < y->rank ? -1 : 1;
  return str_cmp(x->name, y->name);
}

/* Merge sort, from runs of one up: stable, and quick on hostile input. */
void iati_sort_extras(struct arena *a, struct project_extra *list, size_t n) {
  bool sorted = true;
  for (size_t i = 1; i < n && sorted; i++) sorted = compare(&list[i - 1], &list[i]) <= 0;
  if (sorted) return;
  struct project_extra *from = list, *to = arena_alloc(a, n * sizeof *to);
  for (size_t width = 1; width < n; width *= 2) {
    for (size_t start = 0; start < n; start += 2 * width) {
      size_t middle = start + width < n ? start + width : n, end = middle + width < n ? middle + width : n;
      for (size_t i = start, k = middle, at = start; at < end; at++)
        to[at] = i < middle && (k == end || compare(&from[i], &from[k]) <= 0) ? from[i++] : from[k++];
    }
    struct project_extra *other = from;
    from = to;
    to = other;
  }
  if (from != list) memcpy(list, from, n * sizeof *list);
}

/* ---- walking what is left ---- */

/* mark, then name: without printf, for every activity has a dozen. */
static struct str join(struct iati_map *m, struct str a, struct str b) {
  char *p = arena_alloc(m->arena, a.n + b.n + 1);
  memcpy(p, a.p, a.n);
  memcpy(p + a.n, b.p, b.n);
  return (struct str){p, a.n + b.n};
}

/* "@ref", "@xml:lang", "@{urn:x}ref". */
static struct str attribute_name(struct iati_map *m, const struct iati_attribute *a) {
  if (a->uri.n == 0) return join(m, STR("@"), a->name);
  if (str_eq(a->uri, XML_URI)) return join(m, STR("@xml:"), a->name);
  return join(m, join(m, STR("@{"), a->uri), join(m, STR("}"), a->name));
}

static struct str element_name(struct iati_map *m, const struct iati_node *n) {
  return n->uri.n ? join(m, join(m, STR("{"), n->uri), join(m, STR("}"), n->name)) : n->name;
}

static void refuse_text(struct iati_map *m, const struct iati_node *n) {
  iati_refuse(m, n->parent, NULL, text_trim(n->text), "texto-suelto",
              "Hay texto donde el estándar 2.03 no lo lleva. Un texto va dentro de <narrative>; quítelo o póngalo ahí.",
              "There is text where standard 2.03 has none. A text stands in <narrative>; take it out or put it there.");
}

/* The owner of what stands in `n`: results, indicators and periods are counted through the activity. */
static struct str owner_of(struct iati_map *m, struct str above, const struct iati_node *n) {
  if (above.n == 0 || n->word == WORD_INDICATOR || n->word == WORD_PERIOD) return n->name;
  return join(m, above, join(m, STR("/"), n->name));
}

static void keep_attributes(struct iati_map *m, const struct iati_node *n, struct str owner, size_t rank) {
  for (uint32_t i = 0; i < n->n_attributes; i++)
    if (!n->attributes[i].used)
      iati_add_extra(m, owner, rank, attribute_name(m, &n->attributes[i]), n->attributes[i].value);
}

static void keep_children(struct iati_map *m, struct iati_node *n, struct str owner, size_t rank) {
  for (struct iati_node *x = n->first; x; x = x->next) {
    if (x->filler) continue;
    if (x->name.n == 0) {
      if (!x->used) refuse_text(m, x);
      continue;
    }
    if (!x->used) {
      iati_add_extra(m, owner, rank, element_name(m, x), iati_write_node(m->arena, x));
      continue;
    }
    size_t below = x->ranked ? x->rank : rank;
    bool plain = !x->first || (!x->first->next && x->first->name.n == 0 && x->first->used);
    bool bare = true;
    for (uint32_t i = 0; i < x->n_attributes && bare; i++) bare = x->attributes[i].used;
    if (plain && bare) continue;
    struct str inside = owner_of(m, owner, x);
    keep_attributes(m, x, inside, below);
    keep_children(m, x, inside, below);
  }
}

void iati_keep_rest(struct iati_map *m, struct iati_node *activity) {
  keep_attributes(m, activity, STR(""), 0);
  keep_children(m, activity, STR(""), 0);
  iati_sort_extras(m->arena, m->out->extras, m->out->p.n_extras);
  m->out->p.extras = m->out->extras;
}
