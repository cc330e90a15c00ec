#include "format/about.h"

#include "query/bits.h"

enum { ROWS_AT_ONCE = 1024 };

static uint32_t document_of(const struct snapshot *s, enum collection c, uint32_t row) {
  if (c == COLLECTION_AREAS) return snapshot_area_document(s, row);
  return c == COLLECTION_ACTORS ? snapshot_actor_document(s, row) : snapshot_project_document(s, row);
}

static struct str code_of(const struct snapshot *s, enum collection c, uint32_t row) {
  struct property_row r;
  property_row_load(&r, s, NULL, NULL, c, row);
  return property_row_code(&r);
}

static void mark_documents(uint64_t *seen, const struct snapshot *s, const struct filter *f, enum collection c,
                           enum page_collection page) {
  uint32_t rows[ROWS_AT_ONCE], n = 0;
  bool more = true;
  for (struct str after = STR(""); more; after = n ? code_of(s, c, rows[n - 1]) : after) {
    page_rows(f, page, after, ROWS_AT_ONCE, rows, &n, &more);
    for (uint32_t i = 0; i < n; i++) {
      uint32_t document = document_of(s, c, rows[i]);
      if (document != SNAPSHOT_NONE) bits_set(seen, document);
    }
  }
}

static void list_sources(struct about *out, const struct snapshot *s, const uint64_t *seen, struct arena *a) {
  uint32_t n = snapshot_documents(s), room = n < ABOUT_SOURCES ? n : ABOUT_SOURCES;
  struct about_source *list = arena_calloc(a, room, sizeof *list);
  for (BITS_EACH(seen, n, i)) {
    struct about_source one;
    snapshot_document(s, (uint32_t)i, &one.title, &one.licence);
    if (!one.title.n) continue;
    if (out->n_sources < room) list[out->n_sources++] = one;
    else out->more_sources++;
  }
  out->sources = list;
}

static struct str newest_change(const struct snapshot *s) {
  struct snap_batch batch;
  uint32_t n = snapshot_batches(s);
  if (!n || !snapshot_batch(s, n - 1, &batch)) return STR("");
  return batch.at.n > 10 ? (struct str){batch.at.p, 10} : batch.at;
}

void about_read(struct about *out, const struct snapshot *s, const struct filter *f, enum collection c,
                enum page_collection page, struct arena *a) {
  *out = (struct about){.c = c, .checksum = snapshot_checksum(s), .version = snapshot_data_version(s)};
  out->date = newest_change(s);
  uint64_t *seen = bits_none(snapshot_documents(s));
  if (f) mark_documents(seen, s, f, c, page);
  list_sources(out, s, seen, a);
  free(seen);
}

static const char *say(const struct about *a, const char *es, const char *en) { return a->lang == SNAP_EN ? en : es; }

const char *about_filter(const struct about *a) {
  if (a->words) return a->words;
  return say(a, "ninguno: está todo", "none: everything is here");
}

void about_write_sources(struct buf *b, const struct about *a) {
  for (uint32_t i = 0; i < a->n_sources; i++) {
    const struct about_source *one = &a->sources[i];
    buf_printf(b, "%s%.*s", i ? "; " : "", STR_ARG(one->title));
    if (one->licence.n) buf_printf(b, " (%.*s)", STR_ARG(one->licence));
  }
  if (!a->n_sources) buf_add_z(b, say(a, "ninguna", "none"));
  if (a->more_sources) buf_printf(b, say(a, "; y %u más", "; and %u more"), a->more_sources);
}

void about_write_text(struct buf *b, const struct about *a) {
  const struct collection_info *info = collection_info(a->c);
  buf_printf(b, "%s. %s\n", say(a, info->title_es, info->title_en), say(a, info->about_es, info->about_en));
  buf_printf(b, "%s: %s\n", say(a, "Filtro", "Filter"), about_filter(a));
  if (a->query.n)
    buf_printf(b, "%s: %.*s\n", say(a, "Filtro como dirección", "Filter as an address"), STR_ARG(a->query));
  if (a->date.n) buf_printf(b, "%s: %.*s\n", say(a, "Datos de", "Data of"), STR_ARG(a->date));
  buf_printf(b, "%s: %lld (%s)\n", say(a, "Versión de los datos", "Version of the data"), (long long)a->version,
             a->checksum);
  buf_add_z(b, say(a, "Fuentes y licencias: ", "Sources and licences: "));
  about_write_sources(b, a);
  buf_add_char(b, '\n');
  if (a->public_url) buf_printf(b, "%s: %s\n", say(a, "En la red", "On the web"), a->public_url);
}

void about_write_json(struct jw *w, const struct about *a) {
  jw_kv_str(w, "filtro", a->query);
  jw_kv_z(w, "filtro_en_palabras", about_filter(a));
  jw_kv_int(w, "version_datos", a->version);
  jw_kv_z(w, "instantanea", a->checksum);
  jw_kv_str(w, "fecha_datos", a->date);
  jw_key(w, "fuentes");
  jw_array(w);
  for (uint32_t i = 0; i < a->n_sources; i++) {
    jw_object(w);
    jw_kv_str(w, "titulo", a->sources[i].title);
    jw_key(w, "licencia");
    if (a->sources[i].licence.n) jw_str(w, a->sources[i].licence);
    else jw_null(w);
    jw_end(w);
  }
  jw_end(w);
}
