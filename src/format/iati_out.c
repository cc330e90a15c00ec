#include "iati_out.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/mem.h"
#include "core/text.h"
#include "domain/iati_names.h"

/* ---- the order of the schema: children of each owner. Source: iati-activities-schema.xsd and iati-common.xsd of 2.03 ---- */

static const char *const order_activity[] = {"iati-identifier",
                                             "reporting-org",
                                             "title",
                                             "description",
                                             "participating-org",
                                             "other-identifier",
                                             "activity-status",
                                             "activity-date",
                                             "contact-info",
                                             "activity-scope",
                                             "recipient-country",
                                             "recipient-region",
                                             "location",
                                             "sector",
                                             "tag",
                                             "country-budget-items",
                                             "humanitarian-scope",
                                             "policy-marker",
                                             "collaboration-type",
                                             "default-flow-type",
                                             "default-finance-type",
                                             "default-aid-type",
                                             "default-tied-status",
                                             "budget",
                                             "planned-disbursement",
                                             "capital-spend",
                                             "transaction",
                                             "document-link",
                                             "related-activity",
                                             "legacy-data",
                                             "conditions",
                                             "result",
                                             "crs-add",
                                             "fss",
                                             NULL};
static const char *const order_location[] = {"location-reach",       "location-id",         "name",  "description",
                                             "activity-description", "administrative",      "point", "exactness",
                                             "location-class",       "feature-designation", NULL};
static const char *const order_transaction[] = {
    "transaction-type", "transaction-date",     "value",    "description",       "provider-org",
    "receiver-org",     "disbursement-channel", "sector",   "recipient-country", "recipient-region",
    "flow-type",        "finance-type",         "aid-type", "tied-status",       NULL};
static const char *const order_link[] = {"title", "description", "category", "language", "document-date", NULL};
static const char *const order_result[] = {"title", "description", "document-link", "reference", "indicator", NULL};
static const char *const order_indicator[] = {"title",  "description", "document-link", "reference", "baseline",
                                              "period", NULL};
static const char *const order_baseline[] = {"location", "dimension", "document-link", "comment", NULL};
static const char *const order_period[] = {"period-start", "period-end", "target", "actual", NULL};
static const char *const order_target[] = {"location", "dimension", "comment", "document-link", NULL};
static const char *const order_plain[] = {"pos", "narrative", NULL};
static const struct {
  const char *owner;
  const char *const *names;
} orders[] = {{"", order_activity},
              {"location", order_location},
              {"transaction", order_transaction},
              {"document-link", order_link},
              {"result", order_result},
              {"indicator", order_indicator},
              {"indicator/baseline", order_baseline},
              {"period", order_period},
              {"period/target", order_target},
              {"period/actual", order_target}};
enum { POSITION_ATTRIBUTE = 0, POSITION_FIRST = 1, POSITION_UNKNOWN = 1000, POSITION_FOREIGN = 1001 };

static unsigned position_of(struct str owner, struct str name) {
  if (name.n && name.p[0] == '@') return POSITION_ATTRIBUTE;
  if (name.n && (name.p[0] == '{' || memchr(name.p, ':', name.n))) return POSITION_FOREIGN;
  const char *const *names = order_plain;
  for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
    if (str_is(owner, orders[i].owner)) names = orders[i].names;
  for (unsigned i = 0; names[i]; i++)
    if (str_is(name, names[i])) return POSITION_FIRST + i;
  return POSITION_UNKNOWN;
}

/* ---- extras ---- */

static int owner_compare(struct str owner, uint32_t rank, const struct snap_extra *e) {
  int c = str_cmp(owner, e->owner);
  return c ? c : (rank > e->rank) - (rank < e->rank);
}

static int extra_compare(const void *a, const void *b) {
  const struct iati_out_extra *x = a, *y = b;
  int c = owner_compare(x->e.owner, x->e.rank, &y->e);
  if (c == 0) c = (x->position > y->position) - (x->position < y->position);
  return c ? c : (x->at > y->at) - (x->at < y->at);
}

void iati_out_take_extras(struct iati_out *x, const struct snapshot *s, uint32_t project) {
  struct snap_extra e;
  x->n_extras = 0;
  for (uint32_t k = 0; snapshot_extra(s, project, k, &e); k++) {
    if (x->n_extras == x->cap_extras) mem_grow((void **)&x->extras, &x->cap_extras, x->n_extras + 1, sizeof *x->extras);
    x->extras[x->n_extras++] = (struct iati_out_extra){e, k, position_of(e.owner, e.name)};
  }
  if (x->n_extras) qsort(x->extras, x->n_extras, sizeof *x->extras, extra_compare);
}

void iati_out_free(struct iati_out *x) {
  free(x->extras);
  buf_free(&x->path);
}

/* First extra that does not come before (owner, rank). */
static size_t lower_bound(const struct iati_out *x, struct str owner, uint32_t rank) {
  size_t low = 0, high = x->n_extras;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (owner_compare(owner, rank, &x->extras[middle].e) > 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

bool iati_out_owns(const struct iati_out *x, struct str owner, uint32_t rank) {
  size_t i = lower_bound(x, owner, rank);
  return i < x->n_extras && owner_compare(owner, rank, &x->extras[i].e) == 0;
}

static void find_extras(const struct iati_out *x, struct iati_out_level *l) {
  struct str owner = {x->path.data, l->path};
  l->names = l->next = l->end = x->n_extras ? lower_bound(x, owner, l->rank) : 0;
  while (l->end < x->n_extras && owner_compare(owner, l->rank, &x->extras[l->end].e) == 0) l->end++;
  while (l->next < l->end && x->extras[l->next].position == POSITION_ATTRIBUTE) l->next++;
}

static const struct iati_out_extra *find_attribute(const struct iati_out *x, const char *name) {
  const struct iati_out_level *l = &x->level[x->depth - 1];
  for (size_t i = l->names; i < l->next; i++) {
    struct str n = x->extras[i].e.name;
    if (str_is((struct str){n.p + 1, n.n - 1}, name)) return &x->extras[i];
  }
  return NULL;
}

bool iati_out_has(const struct iati_out *x, const char *name) { return find_attribute(x, name) != NULL; }

bool iati_out_brings(const struct iati_out *x, const char *name) {
  const struct iati_out_level *l = &x->level[x->depth - 1];
  for (size_t i = l->names; i < l->end; i++)
    if (str_is(x->extras[i].e.name, name)) return true;
  return false;
}

/* ---- writing ---- */

/* Production Char of XML 1.0, section 2.2. */
static bool is_allowed(uint32_t c) {
  return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) ||
         c >= 0x10000;
}

/* What stands for an ASCII byte that may not stand for itself; NULL: itself. */
static const char *entity(unsigned char c, bool quoted) {
  switch (c) {
  case '&': return "&amp;";
  case '<': return "&lt;";
  case '>': return "&gt;";
  case '"': return quoted ? "&quot;" : NULL;
  case '\r': return "&#13;";
  case '\n': return quoted ? "&#10;" : NULL;
  case '\t': return quoted ? "&#9;" : NULL;
  default: return c < 0x20 ? "\xEF\xBF\xBD" : NULL;
  }
}

void iati_out_escape(struct buf *out, struct str s, bool quoted) {
  size_t plain = 0;
  while (plain < s.n) {
    unsigned char c = (unsigned char)s.p[plain];
    const char *other = c < 0x80 ? entity(c, quoted) : NULL;
    if (c < 0x80 && !other) {
      plain++;
      continue;
    }
    buf_add(out, s.p, plain);
    s = (struct str){s.p + plain, s.n - plain};
    plain = 0;
    if (other) {
      buf_add_z(out, other);
      s = (struct str){s.p + 1, s.n - 1};
      continue;
    }
    uint32_t point = text_next(&s);
    text_put(out, is_allowed(point) ? point : 0xFFFD);
  }
  if (plain) buf_add(out, s.p, plain);
}

static void write_attribute(struct buf *out, const char *prefix, struct str name, struct str value) {
  buf_add_char(out, ' ');
  buf_add_z(out, prefix);
  buf_add_str(out, name);
  buf_add_z(out, "=\"");
  iati_out_escape(out, value, true);
  buf_add_char(out, '"');
}

/* "{uri}name": with a prefix of its own, or the one that everybody knows. */
static void write_foreign(struct buf *out, struct str name, struct str value, size_t number) {
  const char *end = name.p + name.n;
  while (end > name.p && *--end != '}') {
  } /* the last: an address may have one too, a name may not */
  if (*end != '}') return;
  struct str uri = {name.p + 1, (size_t)(end - name.p) - 1}, local = {end + 1, name.n - uri.n - 2};
  char prefix[16];
  if (str_is(uri, "http://www.w3.org/XML/1998/namespace")) {
    write_attribute(out, "xml:", local, value);
  } else if (str_is(uri, IATI_NAMESPACE)) {
    write_attribute(out, IATI_PREFIX ":", local, value);
  } else {
    snprintf(prefix, sizeof prefix, "x%zu", number);
    write_attribute(out, "xmlns:", str_from(prefix), uri);
    snprintf(prefix, sizeof prefix, "x%zu:", number);
    write_attribute(out, prefix, local, value);
  }
}

static void write_extra_attributes(struct iati_out *x, const struct iati_out_level *l) {
  for (size_t i = l->names; i < l->next; i++) {
    struct str name = x->extras[i].e.name, value = x->extras[i].e.xml;
    name = (struct str){name.p + 1, name.n - 1};
    if (name.n && name.p[0] == '{') write_foreign(x->out, name, value, i - l->names);
    else write_attribute(x->out, "", name, value);
  }
}

static void close_tag(struct iati_out *x, struct iati_out_level *l) {
  if (!l->tag_open) return;
  write_extra_attributes(x, l);
  l->tag_open = false;
}

static void new_line(struct iati_out *x, unsigned depth) {
  static const char spaces[] = "\n                        ";
  buf_add(x->out, spaces, 1 + 2 * (depth < IATI_OUT_DEPTH ? depth : IATI_OUT_DEPTH));
}

/* Before a child: the tag of the parent ends. */
static void make_room(struct iati_out *x, struct iati_out_level *l) {
  if (l->tag_open) {
    close_tag(x, l);
    buf_add_char(x->out, '>');
  }
  l->has_children = true;
  if (!l->has_text) new_line(x, (unsigned)(l - x->level) + 1);
}

/* The extra elements that stand before what is at `position`. */
static void write_extra_elements(struct iati_out *x, struct iati_out_level *l, unsigned position) {
  while (l->next < l->end && x->extras[l->next].position < position) {
    size_t i = l->next;
    make_room(x, l);
    buf_add_str(x->out, x->extras[i].e.xml);
    l->next = i + 1;
  }
}

/* "result/indicator" is the owner "indicator", and so on for periods: they are ranked on their own. */
static size_t put_path(struct iati_out *x, size_t parent, const char *name) {
  bool alone = strcmp(name, "indicator") == 0 || strcmp(name, "period") == 0;
  x->path.len = alone ? 0 : parent;
  if (x->path.len) buf_add_char(&x->path, '/');
  buf_add_z(&x->path, name);
  return x->path.len;
}

void iati_out_begin_ranked(struct iati_out *x, const char *name, uint32_t rank) {
  struct iati_out_level *l = &x->level[x->depth];
  if (x->depth == IATI_OUT_DEPTH) abort();
  *l = (struct iati_out_level){.name = name, .rank = rank, .tag_open = true};
  if (x->depth) {
    struct iati_out_level *parent = l - 1;
    struct str owner = {x->path.data, parent->path};
    if (parent->next < parent->end) write_extra_elements(x, parent, position_of(owner, str_from(name)));
    make_room(x, parent);
    l->path = put_path(x, parent->path, name);
  } else {
    new_line(x, 0);
  }
  x->depth++;
  find_extras(x, l);
  buf_add_char(x->out, '<');
  buf_add_z(x->out, name);
}

void iati_out_begin(struct iati_out *x, const char *name) {
  iati_out_begin_ranked(x, name, x->depth ? x->level[x->depth - 1].rank : 0);
}

void iati_out_attr_always(struct iati_out *x, const char *name, struct str value) {
  if (!x->level[x->depth - 1].tag_open) abort();
  if (!find_attribute(x, name)) write_attribute(x->out, "", str_from(name), value);
}

void iati_out_attr(struct iati_out *x, const char *name, struct str value) {
  if (value.n) iati_out_attr_always(x, name, value);
}

void iati_out_own_always(struct iati_out *x, const char *name, struct str value) {
  static const char ours[] = "@{" IATI_NAMESPACE "}";
  const struct iati_out_level *l = &x->level[x->depth - 1];
  for (size_t i = l->names; i < l->next; i++) { /* the same attribute twice would be no XML */
    struct str n = x->extras[i].e.name;
    if (n.n >= sizeof ours && memcmp(n.p, ours, sizeof ours - 1) == 0 &&
        str_is((struct str){n.p + sizeof ours - 1, n.n - sizeof ours + 1}, name))
      return;
  }
  write_attribute(x->out, IATI_PREFIX ":", str_from(name), value);
}

void iati_out_own(struct iati_out *x, const char *name, struct str value) {
  if (value.n) iati_out_own_always(x, name, value);
}

void iati_out_text(struct iati_out *x, struct str text) {
  struct iati_out_level *l = &x->level[x->depth - 1];
  if (text.n == 0) return;
  if (l->tag_open) {
    close_tag(x, l);
    buf_add_char(x->out, '>');
  }
  l->has_text = true;
  iati_out_escape(x->out, text, false);
}

void iati_out_end(struct iati_out *x) {
  struct iati_out_level *l = &x->level[x->depth - 1];
  write_extra_elements(x, l, POSITION_FOREIGN + 1);
  if (l->tag_open) {
    close_tag(x, l);
    buf_add_z(x->out, "/>");
  } else {
    if (l->has_children && !l->has_text) new_line(x, x->depth - 1);
    buf_add_z(x->out, "</");
    buf_add_z(x->out, l->name);
    buf_add_char(x->out, '>');
  }
  x->depth--;
}

/* ---- what comes often ---- */

void iati_out_code(struct iati_out *x, const char *name, struct str code) {
  if (code.n == 0) return;
  iati_out_begin(x, name);
  iati_out_attr(x, "code", code);
  iati_out_end(x);
}

void iati_out_narrative(struct iati_out *x, struct str text, struct str lang) {
  iati_out_begin(x, "narrative");
  iati_out_attr(x, "xml:lang", lang);
  iati_out_text(x, text);
  iati_out_end(x);
}

void iati_out_said(struct iati_out *x, const char *name, struct str text) {
  if (text.n == 0) return;
  iati_out_begin(x, name);
  iati_out_narrative(x, text, (struct str){0});
  iati_out_end(x);
}
