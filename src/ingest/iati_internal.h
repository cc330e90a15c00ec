#ifndef INGEST_IATI_INTERNAL_H
#define INGEST_IATI_INTERNAL_H
/* What the files of the IATI ingest share. iati.c is the run: one thread reads the file (iati_xml) and maps each activity (iati_map
 * and its neighbours) into a struct project of its own arena; the other takes them in their order (iati_queue) and saves
 * them (iati_save). The mapping owns what it needs to know of actors (iati_actors) and touches no database. */
#include "domain/actor.h"
#include "domain/codelist.h"
#include "domain/gazetteer.h"
#include "domain/locate.h"
#include "domain/project.h"
#include "domain/table.h"
#include "geo/shape.h"
#include "ingest/ingest.h"
#include "iati_xml.h"
#include "run.h"
#include "store/sha256.h"

/* ---- a mapped activity ---- */

struct iati_message {
  enum report_level level;
  struct str column, value;
  const char *code, *es, *en;
  struct iati_message *next;
};
struct iati_related {
  struct project_related to;        /* code: where the file says it, else .n 0 */
  struct str identifier, name, xml; /* name, xml: the element as an extra, kept where it leads nowhere */
  bool found;                       /* of the saving thread */
};
/* An actor that is known, or that the first saved activity naming it makes. Lives as long as the directory; `id` and `announced` belong
 * to the saving thread. */
struct iati_actor {
  int64_t id; /* 0: not in the store yet */
  struct str code, ref, name, type;
  bool announced;
  struct iati_actor *next_ref; /* another of the same reference */
};
struct iati_activity {
  struct arena *arena;
  uint64_t ordinal;
  uint32_t line;
  bool refused, end;
  bool own;         /* written by coopmap: it has a code of ours */
  struct project p; /* its lists are ours to change */
  struct project_party *parties;
  struct project_contribution *contributions;
  struct project_extra *extras;
  struct iati_actor *reporting, **party_actors, **providers, **receivers; /* NULL: none; as long as the lists */
  struct iati_related *related;
  size_t n_related;
  struct str document, locator;
  struct iati_actor *organisation; /* of an organisation file: which actor it is, and what the file says of it */
  struct actor actor;
  struct iati_message *messages, **last_message;
};

/* ---- the mapping's own state ---- */

struct iati_actors;
struct iati_map {
  struct codelist *codes;
  struct gazetteer *gazetteer;
  struct locate *locate;
  struct shape_context *shapes;
  struct iati_actors *actors;
  struct table *identifiers, *own_codes; /* of the file -> ordinal */
  struct table *codes_met;               /* list, code: found to be in its list before */
  bool unchecked_said[WORD_COUNT], unkept_said;
  uint64_t points_in_no_area;
  struct iati_activity *out; /* the activity being mapped */
  struct arena *arena;       /* its */
  struct str lang, currency; /* its defaults; currency .n 0: none */
  bool in_colombia;          /* its recipient-country says CO, or none */
  size_t extras_cap;
};

/* Map an item into `out` (its arena holds the item). What is wrong goes to its messages. */
void iati_map_activity(struct iati_map *m, const struct iati_item *item, struct iati_activity *out);
/* Begin `out`; false if the item was left out, which is refused. */
bool iati_map_begin(struct iati_map *m, const struct iati_item *item, struct iati_activity *out);
void iati_map_organisation(struct iati_map *m, const struct iati_item *item, struct iati_activity *out);
/* Its parts. */
void iati_map_texts(struct iati_map *m, struct iati_node *activity);
void iati_map_dates(struct iati_map *m, struct iati_node *activity);
void iati_map_sectors(struct iati_map *m, struct iati_node *activity);
void iati_map_parties(struct iati_map *m, struct iati_node *activity);
void iati_map_transactions(struct iati_map *m, struct iati_node *activity);
void iati_map_totals(struct iati_map *m, struct iati_node *activity);
void iati_map_places(struct iati_map *m, struct iati_node *activity);
void iati_map_results(struct iati_map *m, struct iati_node *activity);
void iati_map_links(struct iati_map *m, struct iati_node *activity);

/* ---- messages: the column is the path of the node, the line goes into the text ---- */

/* attribute NULL: the element itself, `value` its text or empty. */
void iati_refuse(struct iati_map *m, const struct iati_node *n, const char *attribute, struct str value,
                 const char *code, const char *es, const char *en, ...)
    __attribute__((format(printf, 6, 8), format(printf, 7, 8)));
void iati_remark(struct iati_map *m, enum report_level level, const struct iati_node *n, const char *attribute,
                 struct str value, const char *code, const char *es, const char *en, ...)
    __attribute__((format(printf, 7, 9), format(printf, 8, 9)));

/* ---- taking values out of the tree: what is taken is marked as used, what is not is kept as extra ---- */

/* The next child of that name that nobody took, marked; NULL if there is none. */
struct iati_node *iati_take(struct iati_node *parent, enum iati_word w);
size_t iati_count(const struct iati_node *parent, enum iati_word w);
/* The value of the attribute, marked; .n 0 if it is not there or empty. */
struct str iati_attribute(struct iati_node *n, enum iati_word w);
/* The same without marking it, and taking the mark back. */
struct str iati_peek(const struct iati_node *n, enum iati_word w);
void iati_leave(struct iati_node *n, enum iati_word w);
bool iati_has_attribute(const struct iati_node *n, enum iati_word w);
/* The text of an element without children, trimmed. */
struct str iati_text(struct iati_node *n);
/* The first narrative that says anything, trimmed; *node (may be NULL) is its element. Others stay. */
struct str iati_narrative(struct iati_map *m, struct iati_node *n, struct iati_node **node);
/* Its language: xml:lang, else the activity's. */
struct str iati_lang(struct iati_map *m, struct iati_node *narrative);
/* A code that must be in the list exactly; refused otherwise. A list that the store does not have: any short word, noted once. .n 0 if
 * it is not there. */
struct str iati_code(struct iati_map *m, struct iati_node *n, enum iati_word attribute, const char *list);
/* The same where it may not be missing. */
struct str iati_required_code(struct iati_map *m, struct iati_node *n, enum iati_word attribute, const char *list);
/* [A-Za-z0-9._-]{1,100}: what projects, areas and actors are known by. */
bool iati_is_code(struct str s);
/* The aid type of a transaction by the OECD's list; its others stay. */
struct str iati_aid_type(struct iati_map *m, struct iati_node *transaction);
/* The `code` of the child element of that name. */
struct str iati_child_code(struct iati_map *m, struct iati_node *parent, enum iati_word child, const char *list);
/* "1", "true", "0", "false"; fallback if it is not there. */
int iati_bool(struct iati_map *m, struct iati_node *n, enum iati_word attribute, int fallback);
/* ISO, cut to `precision` (of our namespace; "" day). `of` names the attribute for messages, NULL: the text. .n 0 and a
 * refusal if it is none. */
struct str iati_date(struct iati_map *m, struct iati_node *n, const char *of, struct str value, struct str precision);
/* xsd:decimal. */
bool iati_decimal(struct iati_map *m, struct iati_node *n, const char *of, struct str value, struct decimal *out);
/* The same in minor units, half away from zero with a warning where there are more than two decimals. */
bool iati_money(struct iati_map *m, struct iati_node *n, const char *of, struct str value, i128 *out);
/* A percentage in millionths of the whole, -1 if it is not there. *exact (may be NULL): nothing was rounded. */
int32_t iati_percent(struct iati_map *m, struct iati_node *n, enum iati_word attribute, bool *exact);
/* Refuse an identifier that an earlier item of the file has. */
void iati_check_seen(struct iati_map *m, struct table *seen, const struct iati_node *n, struct str value);
void iati_refuse_code(struct iati_map *m, const struct iati_node *n, struct str code);
void iati_refuse_missing(struct iati_map *m, const struct iati_node *n, const char *attribute);
/* The area of that code; 0 and a refusal if there is none. */
int64_t iati_area(struct iati_map *m, struct iati_node *n, enum iati_word attribute);

/* ---- what is left over ---- */

/* The element as text, with the namespaces it needs; in arena a. */
struct str iati_write_node(struct arena *a, const struct iati_node *n);
/* The index of what the element became among its kind: the rank of extras in it. */
static inline void iati_rank(struct iati_node *n, size_t rank) {
  n->ranked = true;
  n->rank = (uint32_t)rank;
}
/* Everything below the activity that was not taken, into its extras in their order. Text where the standard has none is refused. */
void iati_keep_rest(struct iati_map *m, struct iati_node *activity);
void iati_add_extra(struct iati_map *m, struct str owner, size_t rank, struct str name, struct str xml);
/* By owner, rank and name; equal ones stay as they were. */
void iati_sort_extras(struct arena *a, struct project_extra *list, size_t n);

/* ---- actors ---- */

bool iati_actors_load(struct db *d, struct iati_actors **out, struct err *e);
void iati_actors_free(struct iati_actors *x);
/* The actor that an element (reporting-org, …) names by code, ref, or name; a new one if nobody is it. NULL if it names nobody, or
 * several are meant (refused). Where the element says otherwise than the actor (another name, type, ref), that stays in the tree
 * for the extras. */
struct iati_actor *iati_actor(struct iati_map *m, struct iati_node *n);
/* The same from values that were taken already. */
struct iati_actor *iati_actor_known(struct iati_map *m, const struct iati_node *n, struct str code, struct str ref,
                                    struct str name, struct str type);

/* ---- the queue between the threads ---- */

struct iati_queue;
struct iati_queue *iati_queue_new(void);
void iati_queue_free(struct iati_queue *q);
/* Filling side: the next one, its arena empty; NULL once the other side has given up. Then hand it over. */
struct iati_activity *iati_queue_blank(struct iati_queue *q);
void iati_queue_put(struct iati_queue *q);
/* Emptying side: the next; the one with `end` set is the last and has nothing else. Then give it back. */
struct iati_activity *iati_queue_get(struct iati_queue *q);
void iati_queue_return(struct iati_queue *q);
void iati_queue_give_up(struct iati_queue *q);

/* ---- saving ---- */

struct iati_save {
  struct db *db;
  const struct ingest_options *options;
  struct report *report;
  struct history_batch batch;
  bool large, store_was_empty; /* of projects */
  uint64_t n, added, changed, same, refused;
  struct arena *links_arena;
  struct iati_link *links; /* to activities that were not in the store when theirs was saved */
  size_t n_links, links_cap;
  bool linked;             /* some activity names another one */
  char sha256[SHA256_HEX]; /* of the file; set before iati_save_end */
};
/* Begin the transaction and register the file, whose hash comes later. Call iati_save_end whatever happens afterwards. */
bool iati_save_begin(struct iati_save *s, struct db *d, const struct ingest_options *o, struct report *r,
                     struct err *e);
/* True while activities are still written: nothing was refused, or good ones are to be kept. */
bool iati_save_writes(const struct iati_save *s);
bool iati_save_activity(struct iati_save *s, struct iati_activity *a, struct err *e);
bool iati_save_organisation(struct iati_save *s, struct iati_activity *a, struct err *e);
/* Its messages go to the report; false if it is refused. */
bool iati_save_counts(struct iati_save *s, const struct iati_activity *a);
/* iati_links.c: resolve what an activity is related to, before and after it is saved, and what is left once all are in. */
bool iati_links_resolve(struct iati_save *s, struct iati_activity *a, struct err *e);
bool iati_links_tie(struct iati_save *s, const struct iati_activity *a, bool changed, struct err *e);
bool iati_links_finish(struct iati_save *s, struct err *e);
/* Once all are in: indexes and links. */
bool iati_save_finish(struct iati_save *s, struct err *e);
/* Commit or roll back, and fill in the counts. ERR_INPUT if something was refused and nothing kept. */
bool iati_save_end(struct iati_save *s, bool ok, struct err *e);
#endif
