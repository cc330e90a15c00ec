/* The run of an IATI ingest: one thread reads and maps, the caller's saves. What the reading thread found is looked at once the end
 * has come through the queue; then it hashes the file, while the other one makes the indexes. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/stat.h>
#include "iati_internal.h"

enum { PROGRESS_ITEMS = 512, STRAYS = 8 };

struct reading {
  const char *path;
  enum err_lang lang;
  struct iati_map map;
  struct iati_queue *queue;
  struct iati_activity *slot; /* being filled */
  struct iati_head head;
  char version[16];
  _Atomic uint64_t bytes;
  struct stray {
    char name[64];
    uint32_t line;
  } strays[STRAYS];
  uint64_t n_strays;
  bool ok, hashed;
  char sha256[SHA256_HEX];
  struct err e; /* of the reading, else of the hashing */
};

/* ---- the reading thread ---- */

static bool on_head(void *user, const struct iati_head *head, struct err *e) {
  struct reading *r = user;
  r->head.root = head->root;
  snprintf(r->version, sizeof r->version, "%.*s", STR_ARG(head->version));
  if (str_is(head->version, "2.03") || str_is(head->version, "2.01") || str_is(head->version, "2.02")) return true;
  if (head->version.n == 0)
    return err_set(
        e, ERR_INPUT,
        err_pick("el archivo no dice su versión de IATI. Agregue version=\"2.03\" al elemento principal si lo es.",
                 "the file does not say its version of IATI. Add version=\"2.03\" to the root element if it is that."));
  return err_set(e, ERR_INPUT,
                 head->version.p[0] == '1'
                     ? err_pick("la versión %.*s de IATI no se lee: sus textos y códigos van de otro modo. Pida al "
                                "publicador la 2.03, o "
                                "conviértalo antes.",
                                "version %.*s of IATI is not read: its texts and codes stand differently. Ask the "
                                "publisher for 2.03, or "
                                "convert it first.")
                     : err_pick("la versión «%.*s» de IATI no se conoce; se leen 2.01, 2.02 y 2.03. Pida la 2.03.",
                                "version “%.*s” of IATI is not known; 2.01, 2.02 and 2.03 are read. Ask for 2.03."),
                 (int)(head->version.n > 20 ? 20 : head->version.n), head->version.p);
}

static struct arena *on_arena(void *user) {
  struct reading *r = user;
  r->slot = iati_queue_blank(r->queue);
  return r->slot ? r->slot->arena : NULL;
}

static bool on_item(void *user, const struct iati_item *item, struct err *e) {
  struct reading *r = user;
  (void)e;
  (r->head.root == WORD_ACTIVITIES ? iati_map_activity : iati_map_organisation)(&r->map, item, r->slot);
  iati_queue_put(r->queue);
  return true;
}

static void on_stray(void *user, struct str name, uint32_t line) {
  struct reading *r = user;
  if (r->n_strays < STRAYS) {
    struct stray *s = &r->strays[r->n_strays];
    snprintf(s->name, sizeof s->name, "%.*s", STR_ARG(name));
    s->line = line;
  }
  r->n_strays++;
}

static void on_piece(void *user, const void *bytes, size_t n) {
  struct reading *r = user;
  (void)bytes;
  atomic_fetch_add_explicit(&r->bytes, n, memory_order_relaxed);
}

static void *read_file(void *user) {
  struct reading *r = user;
  static const struct iati_handler calls = {NULL, on_head, on_arena, on_item, on_stray, on_piece};
  struct iati_handler h = calls;
  h.user = r;
  err_speak(r->lang);
  r->ok = iati_read(r->path, &h, &r->e);
  struct iati_activity *last = iati_queue_blank(r->queue);
  if (last) {
    last->end = true;
    iati_queue_put(r->queue);
    if (r->ok) r->hashed = sha256_file(r->path, r->sha256, &r->e);
  }
  return NULL;
}

/* ---- the saving thread ---- */

static bool load_knowledge(struct iati_map *m, struct db *d, struct err *e) {
  m->shapes = shape_context_new();
  m->identifiers = table_new();
  m->own_codes = table_new();
  m->codes_met = table_new();
  return codelist_load(d, &m->codes, e) && gazetteer_load(d, &m->gazetteer, e) && locate_load(d, &m->locate, e) &&
         iati_actors_load(d, &m->actors, e);
}

static void release(struct reading *r) {
  struct iati_map *m = &r->map;
  codelist_free(m->codes);
  gazetteer_free(m->gazetteer);
  locate_free(m->locate);
  iati_actors_free(m->actors);
  table_free(m->identifiers);
  table_free(m->own_codes);
  table_free(m->codes_met);
  if (m->shapes) shape_context_free(m->shapes);
  iati_queue_free(r->queue);
}

static bool save_all(struct reading *r, struct iati_save *s, uint64_t size, struct err *e) {
  const struct ingest_options *o = s->options;
  bool ok = true;
  for (;;) {
    struct iati_activity *a = iati_queue_get(r->queue);
    if (o->progress && (a->end || s->n % PROGRESS_ITEMS == 0))
      o->progress(o->progress_user, a->end ? size : atomic_load_explicit(&r->bytes, memory_order_relaxed), size);
    if (a->end) return true;
    ok = (r->head.root == WORD_ACTIVITIES ? iati_save_activity : iati_save_organisation)(s, a, e);
    iati_queue_return(r->queue);
    if (!ok) return false;
  }
}

static void say_head(struct report *report, const struct reading *r) {
  if (*r->version && strcmp(r->version, "2.03") != 0)
    report_addf(report, REPORT_NOTE, 0, STR("version"), str_from(r->version), "version-anterior",
                "El archivo es de la versión %s de IATI y se leyó como 2.03, que la comprende.",
                "The file is of version %s of IATI and was read as 2.03, which covers it.", r->version);
  for (uint64_t i = 0; i < r->n_strays && i < STRAYS; i++)
    report_addf(report, REPORT_WARNING, 0, str_from(r->strays[i].name), (struct str){0}, "elemento-no-guardado",
                "El elemento del renglón %u no es de una actividad ni de una entidad, y no se guardó.",
                "The element on line %u belongs to no activity or organisation, and was not kept.", r->strays[i].line);
  if (r->n_strays > STRAYS)
    report_addf(report, REPORT_WARNING, 0, (struct str){0}, (struct str){0}, "elemento-no-guardado",
                "En total son %llu elementos que no se guardaron.",
                "There are %llu elements in all that were not kept.", (unsigned long long)r->n_strays);
}

static void say_end(struct report *report, const struct reading *r, const struct iati_save *s) {
  char text[32];
  say_head(report, r);
  if (r->ok && s->n == 0)
    report_add(report, REPORT_WARNING, 0, (struct str){0}, (struct str){0}, "archivo-vacio",
               "El archivo no trae ninguna actividad ni entidad.", "The file has no activity and no organisation.");
  if (r->map.points_in_no_area == 0) return;
  snprintf(text, sizeof text, "%llu", (unsigned long long)r->map.points_in_no_area);
  report_set_fact(report, "puntos fuera de todo barrio o poblado", "points in no barrio or village", text);
}

/* The file could not be read to its end. */
static bool fail_file(struct report *report, const struct reading *r, struct err *e) {
  *e = r->e;
  if (e->kind == ERR_INPUT)
    report_add(report, REPORT_REFUSED, 0, (struct str){0}, (struct str){0}, "archivo-no-iati", e->text, e->text);
  return false;
}

static bool run(struct reading *r, struct iati_save *s, struct err *e) {
  struct stat st = {0};
  pthread_t thread;
  stat(r->path, &st);
  if (pthread_create(&thread, NULL, read_file, r) != 0)
    return err_set(e, ERR_IO, err_pick("no se puede iniciar otro hilo", "no further thread can be started"));
  bool ok = save_all(r, s, (uint64_t)st.st_size, e) && (r->ok ? iati_save_finish(s, e) : fail_file(s->report, r, e));
  if (!ok) iati_queue_give_up(r->queue);
  pthread_join(thread, NULL);
  say_end(s->report, r, s);
  if (ok && !r->hashed) return fail_file(s->report, r, e);
  memcpy(s->sha256, r->sha256, sizeof s->sha256);
  return ok;
}

bool ingest_iati(struct db *d, const struct ingest_options *o, struct report *report, struct err *e) {
  struct reading r = {.path = o->file, .lang = report_lang(report) == REPORT_ES ? ERR_ES : ERR_EN};
  struct iati_save s;
  r.queue = iati_queue_new();
  bool ok = iati_save_begin(&s, d, o, report, e) && load_knowledge(&r.map, d, e) && run(&r, &s, e);
  ok = iati_save_end(&s, ok, e);
  release(&r);
  return ok;
}
