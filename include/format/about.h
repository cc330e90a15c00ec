#ifndef FORMAT_ABOUT_H
#define FORMAT_ABOUT_H
/* What a file that leaves the house says of itself: what it holds, under which filter, of when, from whom and under which licence.
 * One place, so that every format says the same. Texts belong to the snapshot or to the arena. */
#include "core/jw.h"
#include "format/property.h"
#include "query/filter.h"

enum { ABOUT_SOURCES = 200 }; /* more are counted only */
struct about_source {
  struct str title, licence; /* licence "": none stated */
};
struct about {
  enum collection c;
  enum snap_lang lang;
  struct str query;                   /* the filter as an address carries it, "" none */
  const char *words;                  /* the same as people say it, NULL: everything */
  const char *checksum;               /* of the snapshot */
  int64_t version;                    /* of the data */
  struct str date;                    /* of the newest change, YYYY-MM-DD; "" not known */
  const struct about_source *sources; /* of the rows the filter selects, in the snapshot's order */
  uint32_t n_sources, more_sources;
  const char *public_url; /* NULL: none */
};
/* Read the documents of the rows of `c` that f selects (f NULL: nothing is selected) and the state of the snapshot; query, words,
 * lang and public_url stay for the caller to fill. */
void about_read(struct about *out, const struct snapshot *s, const struct filter *f, enum collection c,
                enum page_collection page, struct arena *a);
/* The filter in words, or that there is none. */
const char *about_filter(const struct about *a);
/* "Title (licence); Title". */
void about_write_sources(struct buf *b, const struct about *a);
/* Everything as lines of plain text. */
void about_write_text(struct buf *b, const struct about *a);
/* Everything as members of the open JSON object: filtro, filtro_en_palabras, version_datos, instantanea, fecha_datos, fuentes. */
void about_write_json(struct jw *w, const struct about *a);
#endif
