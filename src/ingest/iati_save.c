/* The saving side of the IATI ingest: one transaction; an activity is met by its identifier, else by our code, else it is new. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include "domain/source.h"
#include "iati_internal.h"

static const char SQL_BY_IDENTIFIER[] = "SELECT code FROM activity WHERE iati_identifier = ?1";
static const char SQL_BY_CODE[] = "SELECT iati_identifier FROM activity WHERE code = ?1";
static const char SQL_ACTOR[] = "INSERT INTO organisation (code, ref, name, type, batch_id, last_batch_id, claim_id) "
                                "VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6)";

static const char SQL_DOCUMENT[] = "SELECT id FROM source_document WHERE sha256 = ?1";
static const char SQL_HASH[] = "UPDATE source_document SET sha256 = ?2 WHERE id = ?1";
/* From document ?1 to ?2. */
static const char *const SQL_MOVE[] = {"UPDATE import_batch SET document_id = ?2 WHERE document_id = ?1",
                                       "UPDATE claim SET document_id = ?2 WHERE document_id = ?1",
                                       "UPDATE organisation_alias SET document_id = ?2 WHERE document_id = ?1",
                                       "DELETE FROM source_document WHERE id = ?1 AND ?2 <> ?1"};

/* ---- the transaction ---- */

static bool begin_bulk(struct iati_save *s, struct err *e) {
  return !s->large || ((!s->store_was_empty || db_bulk_drop_indexes(s->db, e)) &&
                       db_bulk_begin(s->db, "activity_location", "geom_point", e) &&
                       db_bulk_begin(s->db, "activity_location", "geom_outline", e));
}

static bool end_bulk(struct iati_save *s, struct err *e) {
  return !s->large || !iati_save_writes(s) ||
         (db_bulk_end(s->db, "activity_location", "geom_point", e) &&
          db_bulk_end(s->db, "activity_location", "geom_outline", e) && db_bulk_make_indexes(s->db, e));
}

bool iati_save_begin(struct iati_save *s, struct db *d, const struct ingest_options *o, struct report *r,
                     struct err *e) {
  const char *slash = strrchr(o->file, '/');
  *s = (struct iati_save){.db = d, .options = o, .report = r, .links_arena = arena_new(0)};
  struct stat file;
  s->large = stat(o->file, &file) == 0 && run_is_large(d, (uint64_t)file.st_size);
  return (s->large ? db_begin_load : db_begin)(d, e) &&
         history_batch_begin(d, "iati", slash ? slash + 1 : o->file, NULL, o->title, o->licence, NULL, &s->batch, e) &&
         history_batch_describe(d, &s->batch, o->publisher, o->retrieved, NULL, e) &&
         run_store_is_empty(d, &s->store_was_empty, e) && begin_bulk(s, e);
}

bool iati_save_writes(const struct iati_save *s) { return s->refused == 0 || s->options->partial; }

bool iati_save_counts(struct iati_save *s, const struct iati_activity *a) {
  s->n++;
  for (const struct iati_message *x = a->messages; x; x = x->next)
    report_add(s->report, x->level, a->ordinal, x->column, x->value, x->code, x->es, x->en);
  s->refused += a->refused;
  return !a->refused;
}

/* ---- which project it is ---- */

static void refuse_late(struct iati_save *s, struct iati_activity *a, struct str value, struct str other) {
  a->refused = true;
  s->refused++;
  report_addf(s->report, REPORT_REFUSED, a->ordinal, STR("iati-identifier"), value, "codigo-de-otra-actividad",
              "El código %.*s ya es de la actividad %.*s. Corrija el código o el identificador (renglón %u)",
              "The code %.*s belongs to the activity %.*s already. Correct the code or the identifier (line %u)",
              STR_ARG(a->p.code), STR_ARG(other), a->line);
}

/* One column of one row by one text, in arena a. */
static bool look_up(struct iati_save *s, struct arena *a, const char *sql, struct str key, bool *found,
                    struct str *value, struct err *e) {
  struct db_stmt *st;
  if (!db_prepare(s->db, sql, &st, e)) return false;
  db_stmt_begin(st);
  db_bind_str(st, 1, key);
  if (!db_step(st, found, e)) return false;
  if (*found) *value = arena_str(a, db_col_str(st, 0));
  db_stmt_begin(st);
  return true;
}

/* The identifier itself where it can be a code, else its slug, with a number behind it if another project has it. */
static bool make_code(struct iati_save *s, struct iati_activity *a, struct err *e) {
  struct buf b = {0};
  struct str identifier = a->p.iati_identifier, ignored;
  bool taken = true, ok = true;
  if (iati_is_code(identifier)) buf_add_str(&b, identifier);
  else text_slug(&b, identifier);
  if (b.len == 0) buf_add_z(&b, "actividad");
  size_t base = b.len > 90 ? 90 : b.len;
  if (b.len > 100) b.len = base;
  for (unsigned i = 2; ok && (ok = look_up(s, a->arena, SQL_BY_CODE, buf_str(&b), &taken, &ignored, e)) && taken; i++) {
    b.len = base;
    buf_printf(&b, "-%u", i);
  }
  a->p.code = arena_str(a->arena, buf_str(&b));
  buf_free(&b);
  return ok;
}

static bool find_project(struct iati_save *s, struct iati_activity *a, bool *fresh, struct err *e) {
  struct str stated = a->p.code, identifier = a->p.iati_identifier, other = {0};
  bool found = false;
  *fresh = true;
  if (identifier.n && !s->store_was_empty &&
      !look_up(s, a->arena, SQL_BY_IDENTIFIER, identifier, &found, &a->p.code, e))
    return false;
  if (found && stated.n && !str_eq(stated, a->p.code))
    report_addf(s->report, REPORT_WARNING, a->ordinal, STR(IATI_CODE), stated, "codigo-conservado",
                "La base ya tiene esa actividad con el código %.*s, que se conserva.",
                "The database has that activity with the code %.*s already, which stays.", STR_ARG(a->p.code));
  if (!found && stated.n && !look_up(s, a->arena, SQL_BY_CODE, stated, &found, &other, e)) return false;
  if (other.n && !str_eq(other, identifier)) refuse_late(s, a, identifier, other);
  *fresh = !found;
  return found || stated.n || make_code(s, a, e);
}

/* An ordinary IATI file cannot say these; what the store has of them stays. */
static bool keep_own_words(struct iati_save *s, struct iati_activity *a, struct err *e) {
  struct project old, *p = &a->p;
  if (!project_load(s->db, a->arena, p->code, &old, e)) return false;
  p->keep = PROJECT_KEEP_TOTALS | PROJECT_KEEP_GROUPS;
  p->kind = old.kind;
  p->cooperation_type = old.cooperation_type;
  p->modality = old.modality;
  p->no_disbursement = old.no_disbursement;
  p->has_total = old.has_total;
  p->total = old.total;
  p->total_raw = old.total_raw;
  p->currency = old.currency;
  p->people = old.people;
  p->people_raw = old.people_raw;
  p->people_unit = old.people_unit;
  p->people_approx = old.people_approx;
  p->vigencia_raw = old.vigencia_raw;
  p->place_note = old.place_note;
  p->has_rate = old.has_rate;
  p->rate = old.rate;
  return true;
}

/* ---- actors ---- */

static void announce(struct iati_save *s, const struct iati_activity *a, struct iati_actor *actor) {
  if (!actor || actor->id || actor->announced) return;
  actor->announced = true;
  report_add(
      s->report, REPORT_WARNING, a->ordinal, STR("actores"), actor->name, "actor-nuevo",
      "No hay un actor con esa referencia ni ese nombre: se crea. Si es otro nombre de uno que ya está, agréguelo como "
      "alias antes de cargar.",
      "There is no actor of that reference or name: it is made. If it is another name of one that is there, add it as "
      "an "
      "alias before loading.");
}

static bool make_actor(struct iati_save *s, struct project_source *source, struct iati_actor *actor, int64_t *id,
                       struct err *e) {
  struct db_stmt *st;
  if (!actor) return true;
  if (!actor->id) {
    if (!source->claim_id &&
        !source_claim(s->db, &s->batch, source->document_id, source->locator, source->raw, &source->claim_id, e))
      return false;
    if (!db_prepare(s->db, SQL_ACTOR, &st, e)) return false;
    db_stmt_begin(st);
    const struct str values[] = {actor->code, actor->ref, actor->name, actor->type};
    for (int i = 0; i < 4; i++) db_bind_str(st, i + 1, values[i].n ? values[i] : (struct str){0});
    db_bind_int(st, 5, s->batch.id);
    db_bind_int(st, 6, source->claim_id);
    if (!db_run(st, e)) return false;
    actor->id = db_last_id(s->db);
  }
  *id = actor->id;
  return true;
}

static bool resolve_actors(struct iati_save *s, struct iati_activity *a, struct project_source *source, struct err *e) {
  bool ok = make_actor(s, source, a->reporting, &a->p.reporting_id, e);
  for (size_t i = 0; ok && i < a->p.n_parties; i++)
    ok = make_actor(s, source, a->party_actors[i], &a->parties[i].organisation_id, e);
  for (size_t i = 0; ok && i < a->p.n_contributions; i++)
    ok = make_actor(s, source, a->providers[i], &a->contributions[i].provider_id, e) &&
         make_actor(s, source, a->receivers[i], &a->contributions[i].receiver_id, e);
  return ok;
}

static void announce_actors(struct iati_save *s, const struct iati_activity *a) {
  announce(s, a, a->reporting);
  for (size_t i = 0; i < a->p.n_parties; i++) announce(s, a, a->party_actors[i]);
  for (size_t i = 0; i < a->p.n_contributions; i++) {
    announce(s, a, a->providers[i]);
    announce(s, a, a->receivers[i]);
  }
}

/* ---- an activity ---- */

static struct project_source source_of(const struct iati_activity *a) {
  struct str locator = a->locator;
  if (locator.n == 0)
    locator = str_from(arena_printf(a->arena, "actividad %llu, renglón %u", (unsigned long long)a->ordinal, a->line));
  return (struct project_source){.locator = locator, .raw = a->p.iati_identifier.n ? a->p.iati_identifier : a->p.code};
}

static bool save(struct iati_save *s, struct iati_activity *a, bool fresh, struct err *e) {
  struct project_source source = source_of(a);
  enum project_saved what;
  if (a->document.n && !source_document(s->db, a->document, &source.document_id, e)) return false;
  if (!fresh && !a->own && !keep_own_words(s, a, e)) return false;
  if (!iati_links_resolve(s, a, e) || !resolve_actors(s, a, &source, e) ||
      !project_save(s->db, &s->batch, &a->p, &source, fresh, &what, e))
    return false;
  s->added += what == PROJECT_ADDED;
  s->changed += what == PROJECT_CHANGED;
  s->same += what == PROJECT_SAME;
  return iati_links_tie(s, a, what != PROJECT_SAME, e);
}

bool iati_save_activity(struct iati_save *s, struct iati_activity *a, struct err *e) {
  bool fresh = true, ok = true;
  if (!iati_save_counts(s, a)) return true;
  announce_actors(s, a);
  ok = find_project(s, a, &fresh, e);
  if (ok && !a->refused && iati_save_writes(s)) ok = save(s, a, fresh, e);
  return ok || err_context(e, err_pick("actividad %llu", "activity %llu"), (unsigned long long)a->ordinal);
}

/* ---- the end ---- */

static bool run_on_ids(struct iati_save *s, const char *sql, int64_t old, struct err *e) {
  struct db_stmt *st;
  if (!db_prepare(s->db, sql, &st, e)) return false;
  db_stmt_begin(st);
  db_bind_int(st, 1, s->batch.document_id);
  db_bind_int(st, 2, old);
  return db_run(st, e);
}

/* The file is hashed while it is read, so its document is known to be an old one only now: then everything is the old one's. */
static bool name_document(struct iati_save *s, struct err *e) {
  const struct ingest_options *o = s->options;
  struct db_stmt *st;
  bool found;
  int64_t old = 0;
  if (!db_prepare(s->db, SQL_DOCUMENT, &st, e)) return false;
  db_stmt_begin(st);
  db_bind_z(st, 1, s->sha256);
  if (!db_step(st, &found, e)) return false;
  if (found) old = db_col_int(st, 0);
  db_stmt_begin(st);
  if (!found) {
    if (!db_prepare(s->db, SQL_HASH, &st, e)) return false;
    db_stmt_begin(st);
    db_bind_int(st, 1, s->batch.document_id);
    db_bind_z(st, 2, s->sha256);
    return db_run(st, e);
  }
  for (size_t i = 0; i < sizeof SQL_MOVE / sizeof *SQL_MOVE; i++)
    if (!run_on_ids(s, SQL_MOVE[i], old, e)) return false;
  s->batch.document_id = old;
  return history_batch_describe(s->db, &s->batch, o->publisher, o->retrieved, NULL, e);
}

static bool refused_all(struct iati_save *s, struct err *e) {
  return err_set(
      e, ERR_INPUT,
      err_pick(
          "se rechazaron %llu de %llu y no se guardó nada; corrija el archivo, o use --partial para guardar lo bueno",
          "%llu of %llu were refused and nothing was kept; correct the file, or use --partial to keep what is "
          "good"),
      (unsigned long long)s->refused, (unsigned long long)s->n);
}

bool iati_save_finish(struct iati_save *s, struct err *e) { return end_bulk(s, e) && iati_links_finish(s, e); }

bool iati_save_end(struct iati_save *s, bool ok, struct err *e) {
  bool keep = ok && iati_save_writes(s) && !s->options->dry_run;
  if (keep)
    keep = ok = name_document(s, e) &&
                history_batch_end(s->db, &s->batch, (int64_t)s->n, (int64_t)s->added, (int64_t)s->changed,
                                  (int64_t)s->same, e) &&
                db_commit(s->db, e);
  if (!keep) db_rollback(s->db);
  bool loaded = keep || (ok && iati_save_writes(s));
  report_set_counts(s->report, s->n, loaded ? s->added : 0, loaded ? s->changed : 0, loaded ? s->same : 0);
  if (ok && !iati_save_writes(s)) ok = refused_all(s, e);
  arena_free(s->links_arena);
  free(s->links);
  return ok;
}
