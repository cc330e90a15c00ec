#ifndef SNAPSHOT_BUILDER_H
#define SNAPSHOT_BUILDER_H
/* What the steps of a build share. The store's tables are read once each, in the order of their keys, and put together by
 * rows here: a query per row would cost more than everything else. */
#include "core/mem.h"
#include "domain/discrepancy.h"
#include "snapshot/file.h"
#include "store/db.h"

/* Texts added once each, numbered from 0 in the order they came. */
struct lexicon {
  snap_ref *ref;
  uint32_t *slot; /* index + 1; open addressing */
  uint64_t *hash; /* of the entry in the slot */
  size_t n, cap, slots;
};

/* From the store's ids to rows. */
struct id_map {
  int64_t *id;   /* ascending */
  uint32_t *row; /* NULL: the position itself */
  size_t n, cap;
  size_t hint; /* the position after the last one found: ids are mostly asked for in order */
};

struct claim {
  snap_ref locator, raw;
  uint32_t document, rate; /* rate: row + 1 of the exchange rate that it states */
};

struct builder {
  struct db *db;
  char *text;
  size_t text_len, text_cap;
  bool text_too_long;
  struct lexicon codes, dates, terms;
  struct snap_out out[SNAP_SECTIONS]; /* data is owned, by malloc */
  size_t cap[SNAP_SECTIONS];          /* of those that grow by builder_append */
  struct id_map documents, batches, claims, areas, actors, projects, rates;
  size_t cap_claims;
  struct claim *claim;
  struct arena *scratch;      /* for one row */
  struct snap_rec_area *area; /* = out[area], once its rows are read */
  size_t n_areas, n_projects, n_actors;
  /* geometry pool */
  struct snap_shape *shape;
  struct snap_lonlat *shape_xy;
  uint32_t *shape_ring, *shape_part;
  size_t n_shape, cap_shape, n_xy, cap_xy, n_ring, cap_ring, n_part, cap_part;
};

/* What the rules of the ledger find, looked for beside the reading of the store: see finding_search.c. */
struct found {
  struct arena *arena;
  struct discrepancy *row;
  size_t n, cap;
  uint64_t *count; /* by discrepancy_rules */
};
struct finding_search;
struct finding_search *finding_search_start(struct db *d, int64_t version);
/* Waits. NULL: the store cannot be read. */
const struct found *finding_search_end(struct finding_search *s, struct db *d, struct err *e);
void finding_search_free(struct finding_search *s);

/* Steps, in this order. */
bool build_sources(struct builder *b, struct err *e);  /* labels, documents, claims, batches, rates */
bool build_areas(struct builder *b, struct err *e);    /* rows, aliases, members, shapes */
void build_area_tree(struct builder *b);               /* the packed tree and, by build_bands, the bands of tiles */
void build_bands(struct builder *b);
bool build_nesting(struct builder *b, struct err *e);  /* what is inside what */
bool build_actors(struct builder *b, struct err *e);   /* those that stand, with the names of those merged into them */
bool build_projects(struct builder *b, struct err *e); /* rows, dates, classes, narratives */
bool build_related(struct builder *b, struct err *e);  /* related projects, and which of them are the same */
bool build_details(struct builder *b, struct err *e);  /* totals, groups of people, results, links, extras */
bool build_parties(struct builder *b, struct err *e);  /* parties, contributions, and both from the actor's side */
bool build_records(struct builder *b, struct err *e);  /* networks, goals, printed statistics, rates */
bool build_findings(struct builder *b, struct finding_search *s, struct err *e); /* the ledger, and what was decided */
bool build_changes(struct builder *b, struct err *e);                            /* the newest entries of the history */
bool build_places(struct builder *b, struct err *e); /* places, what falls on them, the point on the map */
void build_points(struct builder *b);                /* the map's points along the Hilbert curve, under a tree */
void build_touches(struct builder *b);               /* geometry against areas it was not tied to; counts of areas */
void build_totals(struct builder *b);                /* what totals need not look up */
void build_words(struct builder *b);

/* One row of a table; false with the reason ends the reading. */
typedef bool builder_reader(struct builder *b, struct db_stmt *s, struct err *e);
/* Every row of `sql` in turn. */
bool builder_read(struct builder *b, const char *sql, builder_reader *read, struct err *e);

/* Rows that belong to the rows of another table, their owners: `sql` has the owner's id in column 0. They are handed over in
 * slices by owner, each slice in the order in which its rows came; a row whose owner is not there is left out. */
enum owned_row { ROW_TAKEN, ROW_LEFT_OUT, ROW_BAD };
struct owned {
  enum snap_section first, section;
  struct id_map *owners;
  /* Fills the element, zeroed before, from the row. */
  enum owned_row (*read)(struct builder *b, struct db_stmt *s, uint32_t owner, void *element, struct err *e);
  /* A second section with an element for each of the first's, which builder_last gives while reading; 0: none. */
  enum snap_section beside;
};
bool builder_read_owned(struct builder *b, const char *sql, const struct owned *o, struct err *e);

/* Text. A NULL column is the empty text. */
snap_ref builder_text(struct builder *b, struct str s);
snap_ref builder_column(struct builder *b, struct db_stmt *s, int column);
uint16_t builder_code(struct builder *b, struct db_stmt *s, int column);
uint32_t builder_date(struct builder *b, struct db_stmt *s, int column);
uint32_t builder_term(struct builder *b, struct db_stmt *s, int column);
uint16_t builder_code_of(struct builder *b, struct str text);
struct str builder_str(const struct builder *b, snap_ref r);
uint32_t lexicon_add(struct builder *b, struct lexicon *l, struct str s);
uint32_t lexicon_find(const struct builder *b, const struct lexicon *l, struct str s); /* UINT32_MAX: not there */
void lexicon_free(struct lexicon *l);

void id_map_add(struct id_map *m, int64_t id); /* ascending */
/* SNAPSHOT_NONE if the id is not there. The position is the place in the order of the ids. */
uint32_t id_map_position(struct id_map *m, int64_t id);
uint32_t id_map_row(struct id_map *m, int64_t id);
/* The same for a column that may be NULL. */
uint32_t builder_row(struct id_map *m, struct db_stmt *s, int column);
/* The document of a row of `batch`, SNAPSHOT_NONE of none. */
uint32_t builder_batch_document(const struct builder *b, uint32_t batch);
void id_map_free(struct id_map *m);
/* Row numbers in the byte order of the codes: m->row[position]; *order gets position by row (NULL if it is the same). */
void builder_sort_codes(const struct builder *b, struct id_map *m, const void *refs, size_t stride, uint32_t **order);
/* A column of the ids themselves, by row. */
void builder_ids(struct builder *b, enum snap_section s, const struct id_map *m);
/* array[row] = the element that was at order[row]; in place. */
void builder_permute(void *array, size_t n, size_t size, const uint32_t *order);

/* The row of a code among n refs in the byte order of their texts, `stride` bytes from one to the next; SNAPSHOT_NONE if it is not
 * there. */
uint32_t builder_find(const struct builder *b, const void *refs, size_t stride, size_t n, struct str code);

/* The row that an actor's code stands for, merged or not; the row of a record. SNAPSHOT_NONE if there is none. */
uint32_t builder_actor(const struct builder *b, struct str code);
uint32_t builder_record(const struct builder *b, unsigned kind, struct str code);

/* Hand a section's array (malloc'd) over to the builder. */
void builder_set(struct builder *b, enum snap_section s, void *data, size_t count);
/* A zeroed element more at the end of a section. */
void *builder_append(struct builder *b, enum snap_section s);
/* The element added last. */
void *builder_last(struct builder *b, enum snap_section s);
/* A zeroed column of n elements, handed over at once. */
void *builder_zeros(struct builder *b, enum snap_section s, size_t n);
/* Elements that came in any order, into slices by owner, each slice in the order in which they came. Takes `data`. */
void builder_slices(struct builder *b, enum snap_section first, enum snap_section s, void *data, size_t n,
                    const uint32_t *owner, size_t owners);
/* The view of what has been built so far. */
struct snap_view builder_view(const struct builder *b);
/* Number of rows of a table: `sql` is SELECT count(*) … */
bool builder_count(struct builder *b, const char *sql, size_t *n, struct err *e);
/* Money: the integer column if it is there, else the exact text beside it. *has false if both are NULL. */
bool builder_money(struct db_stmt *s, int minor, int dec, bool *has, i128 *out, struct err *e);
/* People + 1, 0 for NULL. */
bool builder_people(struct db_stmt *s, int column, int64_t *out, struct err *e);
/* Millionths + 1, 0 for NULL. */
int32_t builder_ppm(struct db_stmt *s, int column);
/* Append a polygon; its row in shape. */
uint32_t builder_shape(struct builder *b, const struct polygon *p);
struct polygon builder_polygon(const struct builder *b, uint32_t shape);
#endif
