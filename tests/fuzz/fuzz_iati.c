/* An IATI file of arbitrary bytes: it is read or refused with a sentence; every item is mapped without harm; what is refused says
 * why; what is kept to the letter is in its order, is XML again, and read again it gives the same text. */
#define _GNU_SOURCE /* memfd_create */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include "ingest/iati_internal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char path[64], again_path[64];
static int fd = -1, again = -1;
static struct db *db;
static struct iati_map knowledge;

struct run_state {
  struct iati_map map;
  struct iati_activity out;
  struct arena *arena;
  enum iati_word root;
  struct buf kept; /* the elements kept, in a file of their own */
};

static void must(bool ok) {
  if (!ok) abort();
}

static void begin(void) {
  struct err e = {0};
  char store[64];
  fd = memfd_create("iati", MFD_CLOEXEC);
  again = memfd_create("again", MFD_CLOEXEC);
  must(fd >= 0 && again >= 0);
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  snprintf(again_path, sizeof again_path, "/proc/self/fd/%d", again);
  snprintf(store, sizeof store, "/dev/shm/coopmap-fuzz-%ld.db", (long)getpid());
  must(db_create(store, &e) && db_open(store, DB_READ, &db, &e));
  unlink(store);
  must(codelist_load(db, &knowledge.codes, &e) && gazetteer_load(db, &knowledge.gazetteer, &e) &&
       locate_load(db, &knowledge.locate, &e));
  knowledge.shapes = shape_context_new();
  shape_set_limit(knowledge.shapes, 1000);
}

static bool on_head(void *user, const struct iati_head *head, struct err *e) {
  struct run_state *s = user;
  (void)e;
  s->root = head->root;
  return true;
}

static struct arena *on_arena(void *user) {
  struct run_state *s = user;
  arena_reset(s->arena);
  s->out = (struct iati_activity){.arena = s->arena};
  return s->arena;
}

static bool on_item(void *user, const struct iati_item *item, struct err *e) {
  struct run_state *s = user;
  const struct project *p = &s->out.p;
  bool refused = false;
  (void)e;
  (s->root == WORD_ACTIVITIES ? iati_map_activity : iati_map_organisation)(&s->map, item, &s->out);
  for (const struct iati_message *m = s->out.messages; m; m = m->next) {
    must(m->es && m->en && m->code);
    refused |= m->level == REPORT_REFUSED;
  }
  must(refused == s->out.refused);
  if (refused || s->root != WORD_ACTIVITIES) return true;
  must(p->title.n && (p->iati_identifier.n || p->code.n));
  for (size_t i = 0; i < p->n_contributions; i++) must(p->contributions[i].currency.n == 3);
  for (size_t i = 0; i < p->n_indicators; i++) must(p->indicators[i].result < p->n_results);
  for (size_t i = 0; i < p->n_periods; i++) must(p->periods[i].indicator < p->n_indicators);
  for (size_t i = 0; i < p->n_extras; i++) {
    const struct project_extra *x = &p->extras[i];
    must(x->name.n > 0);
    int c = i ? str_cmp(x[-1].owner, x->owner) : -1;
    must(c < 0 || (c == 0 && (x[-1].rank < x->rank || (x[-1].rank == x->rank && str_cmp(x[-1].name, x->name) <= 0))));
    if (x->name.p[0] != '@' && s->kept.len < 1 << 20) buf_add_str(&s->kept, x->xml);
  }
  struct buf json = {0};
  project_write_json(&json, p);
  buf_free(&json);
  return true;
}

/* Each element of the second file is written just as it stands there. */
static bool on_again(void *user, const struct iati_item *item, struct err *e) {
  struct run_state *s = user;
  size_t at = 0;
  (void)e;
  must(item->root || item->too);
  for (const struct iati_node *n = item->root ? item->root->first : NULL; n; n = n->next) {
    struct str text = iati_write_node(s->arena, n);
    must(at + text.n <= s->kept.len && memcmp(s->kept.data + at, text.p, text.n) == 0);
    at += text.n;
  }
  must(!item->root || at == s->kept.len);
  return true;
}

static void on_stray(void *user, struct str name, uint32_t line) { (void)user, (void)name, (void)line; }
static void on_piece(void *user, const void *bytes, size_t n) { (void)user, (void)bytes, (void)n; }

static bool read_bytes(int file, const char *name, const void *data, size_t size, const struct iati_handler *h) {
  struct err e = {0};
  must(ftruncate(file, 0) == 0 && pwrite(file, data, size, 0) == (ssize_t)size);
  bool ok = iati_read(name, h, &e);
  must(ok || (e.kind == ERR_INPUT && e.text[0]));
  return ok;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct err e = {0};
  if (fd < 0) begin();
  struct run_state s = {.map = knowledge, .arena = arena_new(0)};
  s.map.identifiers = table_new();
  s.map.own_codes = table_new();
  s.map.codes_met = table_new();
  must(iati_actors_load(db, &s.map.actors, &e));
  struct iati_handler h = {&s, on_head, on_arena, on_item, on_stray, on_piece};
  if (read_bytes(fd, path, data, size, &h) && s.kept.len) {
    struct buf file = {0};
    buf_add_z(&file, "<iati-activities><iati-activity>");
    buf_add_str(&file, buf_str(&s.kept));
    buf_add_z(&file, "</iati-activity></iati-activities>");
    h.item = on_again;
    must(read_bytes(again, again_path, file.data, file.len, &h));
    buf_free(&file);
  }
  buf_free(&s.kept);
  table_free(s.map.identifiers);
  table_free(s.map.own_codes);
  table_free(s.map.codes_met);
  iati_actors_free(s.map.actors);
  arena_free(s.arena);
  return 0;
}
